using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Chain;

/// <summary>Judges one transaction by itself: form, id, signatures, namespaces, whose endorsements hold. Safe for concurrent use.</summary>
internal sealed class TransactionJudge(AuditOptions options, MemberDirectory members)
{
    private static readonly string[] Writers = ["client", "admin"];
    private static readonly string[] Endorsers = ["peer"];

    public CheckedTransaction Judge(int index, TxValidationCode? flag, ByteString bytes)
    {
        var parsed = TransactionEnvelope.Parse(bytes.Memory);
        if (!parsed.IsValid) return new CheckedTransaction(index, flag, parsed.Code, parsed.Reason, ClaimedIdIn(bytes), null, null, []);
        var transaction = parsed.Transaction;
        var (code, reason, creator) = transaction.Action is { } action ? Judge(transaction, action) : JudgeConfig(transaction);
        var (endorsers, bad) = code == TxValidationCode.Valid && transaction.Action is { } endorsed ? EndorsersOf(endorsed) : ([], reason);
        return new CheckedTransaction(index, flag, code, bad, transaction.TransactionId.Length > 0 ? transaction.TransactionId : null, transaction, creator, endorsers);
    }

    private (TxValidationCode, string, Member?) Judge(TransactionEnvelope transaction, EndorsedAction action)
    {
        if (!members.TryFindAs(transaction.SignatureHeader.Creator, Writers, out var creator, out var unknown))
            return (TxValidationCode.BadCreatorSignature, unknown, null);
        if (!creator.Identity.Verify(transaction.Envelope.Payload.Span, transaction.Envelope.Signature.Span))
            return (TxValidationCode.BadCreatorSignature, "the creator's signature over the transaction does not hold, or is not low-S", null);
        if (transaction.ChannelId != options.ChannelId)
            return (TxValidationCode.TargetChainNotFound, $"the transaction is of channel '{Printable.Text(transaction.ChannelId)}'", creator);
        var (code, reason) = JudgeAction(transaction, action);
        return (code, reason, creator);
    }

    private (TxValidationCode, string) JudgeAction(TransactionEnvelope transaction, EndorsedAction action)
    {
        if (action.Event is { } raised && (raised.TxId != transaction.TransactionId || raised.ChaincodeId != action.ChaincodeName))
            return (TxValidationCode.InvalidOtherReason, "the event names another transaction or chaincode");
        foreach (var space in action.Namespaces)
        {
            if (space.Namespace != action.ChaincodeName && !MayReachInto(space, action.ChaincodeName))
                return (TxValidationCode.IllegalWriteset, $"the transaction reaches into namespace '{Printable.Text(space.Namespace)}'");
            if (space.Public.Writes.Any(write => write.Key.Length == 0)
                || space.Collections.DistinctBy(set => set.Collection, StringComparer.Ordinal).Count() != space.Collections.Count)
                return (TxValidationCode.InvalidWriteset, "the write set has an empty key, or a collection twice");
        }

        return (TxValidationCode.Valid, string.Empty);
    }

    // Chaincodes may call each other. The audited one calls none, and what calls it cannot be run again, so that it may read
    // there and not write.
    private bool MayReachInto(NamespaceWrites space, string chaincode) =>
        SystemNamespaces.Contains(space.Namespace) || space.Namespace == options.ChaincodeName
            ? !space.WritesSomething
            : chaincode != options.ChaincodeName && !SystemNamespaces.Contains(chaincode);

    // As in Fabric, an endorsement that does not hold is passed over and the others must suffice: what is endorsed is the
    // same for all of them, so a bad one beside enough good ones harms nobody. The audit names it all the same.
    private (IReadOnlyList<PolicySigner>, string) EndorsersOf(EndorsedAction action)
    {
        var endorsers = new Dictionary<string, PolicySigner>(StringComparer.Ordinal);
        var reasons = new List<string>();
        foreach (var endorsement in action.Endorsements)
        {
            var digest = ProposalHashing.EndorsementDigest(action.ProposalResponsePayload.Span, endorsement.Endorser.Span);
            if (!members.TryFindAs(endorsement.Endorser, Endorsers, out var endorser, out var unknown)) reasons.Add(unknown);
            else if (!endorser.Identity.VerifyDigest(digest, endorsement.Signature.Span)) reasons.Add($"the endorsement of {endorser.MspId} does not hold, or is not low-S");
            else endorsers[endorser.Identity.Certificate.Thumbprint] = new PolicySigner(endorser.MspId, PolicyRole.Peer);
        }

        return ([.. endorsers.Values], reasons.Count == 0 ? string.Empty : $"an endorsement is bad: {string.Join("; ", reasons.Take(3))}");
    }

    // A CONFIG transaction stands alone in its block, which the orderer signs; the one in block 0 is signed by nobody.
    private (TxValidationCode, string, Member?) JudgeConfig(TransactionEnvelope transaction)
    {
        if (transaction.ChannelId != options.ChannelId)
            return (TxValidationCode.TargetChainNotFound, $"the configuration is of channel '{Printable.Text(transaction.ChannelId)}'", null);
        if (transaction.Envelope.Signature.IsEmpty) return (TxValidationCode.Valid, string.Empty, null);
        if (!members.TryFind(transaction.SignatureHeader.Creator, out var creator, out var unknown)) return (TxValidationCode.BadCreatorSignature, unknown, null);
        return creator.Identity.Verify(transaction.Envelope.Payload.Span, transaction.Envelope.Signature.Span)
            ? (TxValidationCode.Valid, string.Empty, creator)
            : (TxValidationCode.BadCreatorSignature, "the signature over the configuration does not hold", null);
    }

    // Of a transaction that is set aside for its form, the id still counts when it is certain whose it is.
    private static string? ClaimedIdIn(ByteString bytes)
    {
        try
        {
            var header = Payload.Parser.ParseFrom(Envelope.Parser.ParseFrom(bytes).Payload).Header;
            if (header is null) return null;
            var id = ChannelHeader.Parser.ParseFrom(header.ChannelHeader).TxId;
            var signer = SignatureHeader.Parser.ParseFrom(header.SignatureHeader);
            return ProposalHashing.TransactionId(signer.Nonce.Span, signer.Creator.Span) == id ? id : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
