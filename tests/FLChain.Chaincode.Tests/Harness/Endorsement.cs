using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>A simulated transaction, ready to be committed if its response is a success.</summary>
internal sealed record Endorsement(Proposal Proposal, ChaincodeResponse Response, TransactionSets Sets)
{
    /// <summary>Who endorsed; null for everyone.</summary>
    public IReadOnlyList<PolicySigner>? Endorsers { get; init; }
}
