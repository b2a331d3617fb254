using FLChain.DevPeer.Membership;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Endorsing;

/// <summary>A proposal whose form, creator and signature were checked.</summary>
internal sealed class TransactionProposal
{
    public required SignedProposal Signed { get; init; }

    public required Header Header { get; init; }

    public required string TransactionId { get; init; }

    public required MspMember Creator { get; init; }

    public required ChaincodeDefinition Chaincode { get; init; }

    /// <summary>The serialized <see cref="ChaincodeInput"/>.</summary>
    public required ByteString Input { get; init; }

    /// <summary>Whether it carries what only its endorsers may see.</summary>
    public required bool HasTransientData { get; init; }

    /// <summary>The proposal's payload as it goes into the transaction: without transient data.</summary>
    public required ByteString PublicPayload { get; init; }
}
