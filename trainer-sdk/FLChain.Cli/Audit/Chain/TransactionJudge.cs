using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Chain;

/// <summary>Judges one transaction by itself: form, id, signatures, namespaces, endorsements. Safe for concurrent use.</summary>
internal sealed class TransactionJudge(AuditOptions options, MemberDirectory members)
{
    private static readonly string[] Writers = ["client", "admin"];
    private static readonly string[] Endorsers = ["peer"];

    // Fabric's lifecycle is read by every transaction of a Fabric peer; only its own transactions write it.
    private const string LifecycleNamespace = "_lifecycle";

    private readonly int _required = options.RequiredEndorsements ?? (members.Endorsing.Count / 2) + 1;

    public CheckedTransaction Judge(int index, TxValidationCode? flag, ByteString bytes)
    {
        var parsed = TransactionEnvelope.Parse(bytes.Memory);
        if (!parsed.IsValid) return new CheckedTransaction(index, flag, parsed.Code, parsed.Reason, ClaimedIdIn(bytes), null, null);
        var transaction = parsed.Transaction;
        var (code, reason, creator) = transaction.Action is { } action ? Judge(transaction, action) : JudgeConfig(transaction);
        return new CheckedTransaction(index, flag, code, reason, transaction.TransactionId.Length > 0 ? transaction.TransactionId : null, transaction, creator);
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
            var writes = space.Public.Writes.Count + space.Public.MetadataWrites.Count + space.Collections.Sum(set => set.Hashed.HashedWrites.Count);
            if (space.Namespace != action.ChaincodeName && (writes > 0 || space.Namespace != LifecycleNamespace))
                return (TxValidationCode.IllegalWriteset, $"the transaction reaches into namespace '{Printable.Text(space.Namespace)}'");
            if (space.Public.Writes.Any(write => write.Key.Length == 0)
                || space.Collections.DistinctBy(set => set.Collection, StringComparer.Ordinal).Count() != space.Collections.Count)
                return (TxValidationCode.InvalidWriteset, "the write set has an empty key, or a collection twice");
        }

        return JudgeEndorsements(action);
    }

    // As in Fabric, an endorsement that does not hold is passed over and the others must suffice: what is endorsed is the
    // same for all of them, so a bad one beside enough good ones harms nobody. The audit names it all the same.
    private (TxValidationCode, string) JudgeEndorsements(EndorsedAction action)
    {
        var organizations = new HashSet<string>(StringComparer.Ordinal);
        var reasons = new List<string>();
        foreach (var endorsement in action.Endorsements)
        {
            var digest = ProposalHashing.EndorsementDigest(action.ProposalResponsePayload.Span, endorsement.Endorser.Span);
            if (!members.TryFindAs(endorsement.Endorser, Endorsers, out var endorser, out var unknown)) reasons.Add(unknown);
            else if (!endorser.Identity.VerifyDigest(digest, endorsement.Signature.Span)) reasons.Add($"the endorsement of {endorser.MspId} does not hold, or is not low-S");
            else if (members.Endorsing.Contains(endorser.MspId, StringComparer.Ordinal)) organizations.Add(endorser.MspId);
        }

        // What other chaincodes need is not known here; Fabric's lifecycle takes an organization's word for itself.
        var required = action.ChaincodeName == options.ChaincodeName ? _required : 1;
        var bad = reasons.Count == 0 ? string.Empty : $": {string.Join("; ", reasons.Take(3))}";
        return organizations.Count >= required
            ? (TxValidationCode.Valid, reasons.Count == 0 ? string.Empty : $"an endorsement is bad{bad}")
            : (TxValidationCode.EndorsementPolicyFailure, $"{organizations.Count} of the {required} organizations needed have endorsed{bad}");
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
