using FLChain.DevPeer.Membership;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Validation;

/// <summary>
/// Judges a transaction by itself, whatever the state: form, creator, namespaces, endorsements. Says the same on every
/// peer and at any time. Safe for concurrent use.
/// </summary>
internal sealed class EnvelopeValidator(ChannelContext channel, EnvelopeLimits limits)
{
    public JudgedTransaction Judge(ByteString bytes)
    {
        if (bytes.IsEmpty)
            return new JudgedTransaction(TxValidationCode.NilEnvelope, null, null);
        if (!EnvelopeHeader.TryRead(bytes, out var header))
            return new JudgedTransaction(TxValidationCode.BadPayload, null, null);
        if (!header.HasProperId)
            return new JudgedTransaction(TxValidationCode.BadProposalTxid, null, null);
        if (!channel.Members.TryFind(header.Signature.Creator, out var creator, out _)
            || !creator.Verify(header.Envelope.Payload.Span, header.Envelope.Signature.Span))
            return new JudgedTransaction(TxValidationCode.BadCreatorSignature, null, null);
        var parsed = TransactionEnvelope.Parse(bytes.Memory, limits);
        var code = parsed.IsValid ? JudgeTransaction(parsed.Transaction, header) : parsed.Code;
        return new JudgedTransaction(code, header.Channel.TxId, parsed.Transaction?.Action);
    }

    private TxValidationCode JudgeTransaction(TransactionEnvelope transaction, EnvelopeHeader header)
    {
        if (transaction.ChannelId != channel.ChannelId)
            return TxValidationCode.TargetChainNotFound;
        if (transaction.Action is not { } action)
            return TxValidationCode.InvalidConfigTransaction;
        if (!NamesChaincode(header.Channel, action.ChaincodeName))
            return TxValidationCode.BadHeaderExtension;
        if (channel.FindChaincode(action.ChaincodeName) is not { } chaincode)
            return TxValidationCode.InvalidChaincode;
        if (action.Event is { } raised && (raised.TxId != transaction.TransactionId || raised.ChaincodeId != chaincode.Name))
            return TxValidationCode.InvalidOtherReason;
        var code = JudgeWrites(action, chaincode);
        if (code != TxValidationCode.Valid)
            return code;
        return chaincode.EndorsementPolicy.IsSatisfiedBy(EndorsersOf(action), channel.MspIds)
            ? TxValidationCode.Valid
            : TxValidationCode.EndorsementPolicyFailure;
    }

    private static bool NamesChaincode(ChannelHeader header, string chaincode)
    {
        try
        {
            return ChaincodeHeaderExtension.Parser.ParseFrom(header.Extension).ChaincodeId?.Name == chaincode;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static TxValidationCode JudgeWrites(EndorsedAction action, ChaincodeDefinition chaincode)
    {
        foreach (var space in action.Namespaces)
        {
            if (space.Namespace != chaincode.Name)
                return TxValidationCode.IllegalWriteset;
            if (space.Public.MetadataWrites.Count > 0 || space.Public.Writes.Any(write => write.Key.Length == 0))
                return TxValidationCode.InvalidWriteset;
            if (space.Collections.Any(written => chaincode.Collections.All(defined => defined.Name != written.Collection)))
                return TxValidationCode.InvalidWriteset;
            if (space.Collections.DistinctBy(written => written.Collection, StringComparer.Ordinal).Count() != space.Collections.Count)
                return TxValidationCode.InvalidWriteset;
        }
        return TxValidationCode.Valid;
    }

    // As in Fabric, an endorsement that does not hold is passed over; the others must satisfy the policy by themselves.
    private HashSet<string> EndorsersOf(EndorsedAction action)
    {
        var mspIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endorsement in action.Endorsements)
        {
            if (!channel.Members.TryFind(endorsement.Endorser, out var endorser, out _) || endorser.Role != MspRole.Peer)
                continue;
            var digest = ProposalHashing.EndorsementDigest(action.ProposalResponsePayload.Span, endorsement.Endorser.Span);
            if (!mspIds.Contains(endorser.MspId) && endorser.VerifyDigest(digest, endorsement.Signature.Span))
                mspIds.Add(endorser.MspId);
        }
        return mspIds;
    }
}
