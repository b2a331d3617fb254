using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Fabric.Blocks;

/// <summary>Takes an envelope apart, layer by layer; the first defect ends it.</summary>
internal static class EnvelopeReader
{
    public static EnvelopeParseResult Read(ReadOnlyMemory<byte> bytes, EnvelopeLimits limits)
    {
        try
        {
            return new EnvelopeParseResult(ReadEnvelope(bytes, limits));
        }
        catch (DefectException defect)
        {
            return new EnvelopeParseResult(defect.Code, defect.Message);
        }
    }

    private static TransactionEnvelope ReadEnvelope(ReadOnlyMemory<byte> bytes, EnvelopeLimits limits)
    {
        Require(bytes.Length > 0, TxValidationCode.NilEnvelope, "The envelope is empty.");
        Require(bytes.Length <= limits.MaxBytes, TxValidationCode.BadPayload, $"The envelope has {bytes.Length} bytes; the limit is {limits.MaxBytes}.");
        var envelope = Parse(Envelope.Parser, ByteString.CopyFrom(bytes.Span), TxValidationCode.BadPayload, "envelope");
        var payload = Parse(Payload.Parser, envelope.Payload, TxValidationCode.BadPayload, "payload");
        Require(payload.Header is not null, TxValidationCode.BadCommonHeader, "The payload has no header.");
        var channelHeader = Parse(ChannelHeader.Parser, payload.Header!.ChannelHeader, TxValidationCode.BadChannelHeader, "channel header");
        var signatureHeader = Parse(SignatureHeader.Parser, payload.Header.SignatureHeader, TxValidationCode.BadCommonHeader, "signature header");
        if (channelHeader.Type != (int)HeaderType.EndorserTransaction)
        {
            Require(channelHeader.Type == (int)HeaderType.Config, TxValidationCode.UnknownTxType, $"Unknown transaction type {channelHeader.Type}.");
            return new TransactionEnvelope(envelope, channelHeader, signatureHeader, null);
        }
        RequireHeaders(channelHeader, signatureHeader);
        return new TransactionEnvelope(envelope, channelHeader, signatureHeader, ReadTransaction(payload, limits));
    }

    private static void RequireHeaders(ChannelHeader channelHeader, SignatureHeader signatureHeader)
    {
        Require(channelHeader.ChannelId.Length > 0, TxValidationCode.BadChannelHeader, "The channel header names no channel.");
        Require(channelHeader.Epoch == 0, TxValidationCode.BadChannelHeader, "The channel header's epoch is not 0.");
        Require(IsTime(channelHeader.Timestamp), TxValidationCode.BadChannelHeader, "The channel header has no valid timestamp.");
        Require(signatureHeader.Nonce.Length > 0, TxValidationCode.BadCommonHeader, "The signature header has no nonce.");
        Require(signatureHeader.Creator.Length > 0, TxValidationCode.BadCommonHeader, "The signature header has no creator.");
        Require(
            ProposalHashing.TransactionId(signatureHeader.Nonce.Span, signatureHeader.Creator.Span) == channelHeader.TxId,
            TxValidationCode.BadProposalTxid,
            "The transaction id is not the hash of nonce and creator.");
    }

    private static EndorsedAction ReadTransaction(Payload payload, EnvelopeLimits limits)
    {
        var transaction = Parse(Transaction.Parser, payload.Data, TxValidationCode.BadPayload, "transaction");
        Require(transaction.Actions.Count > 0, TxValidationCode.NilTxaction, "The transaction has no action.");
        Require(transaction.Actions.Count == 1, TxValidationCode.InvalidEndorserTransaction, "The transaction has more than one action.");
        // Fabric's peers hash this copy of the signature header, not the envelope's own: the two must not differ.
        Require(
            transaction.Actions[0].Header.Equals(payload.Header.SignatureHeader),
            TxValidationCode.InvalidEndorserTransaction,
            "The action was proposed under another signature header.");
        var actionPayload = Parse(
            ChaincodeActionPayload.Parser, transaction.Actions[0].Payload, TxValidationCode.InvalidEndorserTransaction, "action payload");
        Require(actionPayload.Action is not null, TxValidationCode.NilTxaction, "The transaction has no endorsed action.");
        var endorsed = actionPayload.Action!;
        Require(
            endorsed.Endorsements.Count <= limits.MaxEndorsements,
            TxValidationCode.InvalidEndorserTransaction,
            $"The transaction has {endorsed.Endorsements.Count} endorsements; the limit is {limits.MaxEndorsements}.");
        var response = Parse(
            ProposalResponsePayload.Parser, endorsed.ProposalResponsePayload, TxValidationCode.BadResponsePayload, "proposal response payload");
        var proposalHash = ProposalHashing.ProposalHash(
            payload.Header.ChannelHeader.Span, payload.Header.SignatureHeader.Span, actionPayload.ChaincodeProposalPayload.Span);
        Require(
            response.ProposalHash.Span.SequenceEqual(proposalHash),
            TxValidationCode.InvalidEndorserTransaction,
            "The endorsed outcome belongs to another proposal.");
        var action = Parse(ChaincodeAction.Parser, response.Extension, TxValidationCode.BadResponsePayload, "chaincode action");
        return new EndorsedAction(
            ReadInvocation(actionPayload, limits),
            endorsed.ProposalResponsePayload,
            response.ProposalHash,
            endorsed.Endorsements,
            action,
            ReadNamespaces(action.Results, limits),
            action.Events.IsEmpty ? null : Parse(ChaincodeEvent.Parser, action.Events, TxValidationCode.InvalidOtherReason, "chaincode event"));
    }

    private static ChaincodeInvocationSpec ReadInvocation(ChaincodeActionPayload actionPayload, EnvelopeLimits limits)
    {
        var proposalPayload = Parse(
            ChaincodeProposalPayload.Parser, actionPayload.ChaincodeProposalPayload, TxValidationCode.BadPayload, "chaincode proposal payload");
        var invocation = Parse(ChaincodeInvocationSpec.Parser, proposalPayload.Input, TxValidationCode.BadPayload, "invocation");
        Require(invocation.ChaincodeSpec is not null, TxValidationCode.BadPayload, "The invocation names no chaincode.");
        var arguments = invocation.ChaincodeSpec!.Input?.Args.Count ?? 0;
        Require(arguments <= limits.MaxArguments, TxValidationCode.BadPayload, $"The invocation has {arguments} arguments; the limit is {limits.MaxArguments}.");
        return invocation;
    }

    private static List<NamespaceWrites> ReadNamespaces(ByteString results, EnvelopeLimits limits)
    {
        const TxValidationCode bad = TxValidationCode.BadRwset;
        var set = Parse(TxReadWriteSet.Parser, results, bad, "read-write set");
        Require(set.DataModel == TxReadWriteSet.Types.DataModel.Kv, bad, "The read-write set is not of keys and values.");
        Require(set.NsRwset.Count <= limits.MaxNamespaces, bad, $"The read-write set has {set.NsRwset.Count} namespaces.");
        var namespaces = new List<NamespaceWrites>(set.NsRwset.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in set.NsRwset)
        {
            Require(names.Add(part.Namespace), bad, "The read-write set has a namespace twice.");
            Require(part.CollectionHashedRwset.Count <= limits.MaxNamespaces, bad, $"A namespace has {part.CollectionHashedRwset.Count} collections.");
            var collections = part.CollectionHashedRwset.Select(collection => new CollectionWrites(
                collection.CollectionName,
                Parse(HashedRWSet.Parser, collection.HashedRwset, bad, "hashed read-write set"),
                collection.PvtRwsetHash));
            namespaces.Add(new NamespaceWrites(part.Namespace, Parse(KVRWSet.Parser, part.Rwset, bad, "key read-write set"), [.. collections]));
        }
        return namespaces;
    }

    // Protobuf's own range: years 1 to 9999. Outside of it the conversion to a date would throw.
    private static bool IsTime(Timestamp? time)
        => time is { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and <= 999_999_999 };

    private static T Parse<T>(MessageParser<T> parser, ByteString bytes, TxValidationCode code, string what)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new DefectException(code, $"The {what} cannot be read.");
        }
    }

    private static void Require(bool condition, TxValidationCode code, string reason)
    {
        if (!condition)
            throw new DefectException(code, reason);
    }

    // Caught in Read: a result for the caller, a short way out of the layers for this class.
    private sealed class DefectException(TxValidationCode code, string message) : Exception(message)
    {
        public TxValidationCode Code { get; } = code;
    }
}
