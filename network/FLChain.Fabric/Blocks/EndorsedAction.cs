using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>What a transaction does: the invocation that was proposed, and the outcome its endorsers signed.</summary>
public sealed class EndorsedAction
{
    internal EndorsedAction(
        ChaincodeInvocationSpec invocation,
        ByteString proposalResponsePayload,
        ByteString proposalHash,
        IReadOnlyList<Endorsement> endorsements,
        ChaincodeAction action,
        IReadOnlyList<NamespaceWrites> namespaces,
        ChaincodeEvent? chaincodeEvent)
    {
        ChaincodeName = invocation.ChaincodeSpec.ChaincodeId?.Name ?? "";
        Arguments = [.. (invocation.ChaincodeSpec.Input?.Args ?? []).Select(argument => argument.Memory)];
        ProposalResponsePayload = proposalResponsePayload;
        ProposalHash = proposalHash;
        Endorsements = endorsements;
        Response = action.Response ?? new Response();
        Namespaces = namespaces;
        Event = chaincodeEvent;
    }

    /// <summary>The chaincode that was invoked.</summary>
    public string ChaincodeName { get; }

    /// <summary>The arguments, the function's name first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments { get; }

    /// <summary>The bytes that each endorser signed, followed by its own identity.</summary>
    public ByteString ProposalResponsePayload { get; }

    /// <summary>The hash of the proposal that was endorsed, 32 bytes (<see cref="ProposalHashing.ProposalHash"/>). Checked against this transaction's headers and invocation.</summary>
    public ByteString ProposalHash { get; }

    /// <summary>Who endorsed, with signatures. Not verified yet: see <see cref="VerifyEndorsement"/>.</summary>
    public IReadOnlyList<Endorsement> Endorsements { get; }

    /// <summary>What the chaincode answered.</summary>
    public Response Response { get; }

    /// <summary>Reads and writes by namespace.</summary>
    public IReadOnlyList<NamespaceWrites> Namespaces { get; }

    /// <summary>The chaincode's event, or null.</summary>
    public ChaincodeEvent? Event { get; }

    /// <summary>Checks an endorsement's signature against the certificate it carries. That the certificate belongs to its organization is the caller's to check.</summary>
    /// <param name="endorsement">One of <see cref="Endorsements"/>.</param>
    /// <param name="endorser">Who signed, or null when the signature does not hold.</param>
    /// <returns>False for every defect; never throws for hostile bytes.</returns>
    public bool VerifyEndorsement(Endorsement endorsement, out X509Identity? endorser)
    {
        ArgumentNullException.ThrowIfNull(endorsement);
        if (!X509Identity.TryParse(endorsement.Endorser, out endorser, out _))
            return false;
        var digest = ProposalHashing.EndorsementDigest(ProposalResponsePayload.Span, endorsement.Endorser.Span);
        if (endorser.VerifyDigest(digest, endorsement.Signature.Span))
            return true;
        endorser = null;
        return false;
    }
}
