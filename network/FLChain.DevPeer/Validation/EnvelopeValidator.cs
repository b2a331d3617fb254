using System.Security.Cryptography;
using FLChain.DevPeer.Membership;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Validation;

/// <summary>
/// Judges a transaction by itself, whatever the state: form, creator, namespaces, whose endorsements hold. Says the same
/// on every peer and at any time. Safe for concurrent use.
/// </summary>
internal sealed class EnvelopeValidator(ChannelContext channel, EnvelopeLimits limits)
{
    private static readonly Dictionary<MspRole, PolicyRole> Roles = new()
    {
        [MspRole.Client] = PolicyRole.Client,
        [MspRole.Peer] = PolicyRole.Peer,
        [MspRole.Admin] = PolicyRole.Admin,
        [MspRole.Orderer] = PolicyRole.Orderer,
    };

    public JudgedTransaction Judge(ByteString bytes)
    {
        if (bytes.IsEmpty)
            return new JudgedTransaction(TxValidationCode.NilEnvelope);
        if (!EnvelopeHeader.TryRead(bytes, out var header))
            return new JudgedTransaction(TxValidationCode.BadPayload);
        if (!header.HasProperId)
            return new JudgedTransaction(TxValidationCode.BadProposalTxid);
        if (!channel.Members.TryFind(header.Signature.Creator, out var creator, out _)
            || !creator.Verify(header.Envelope.Payload.Span, header.Envelope.Signature.Span))
            return new JudgedTransaction(TxValidationCode.BadCreatorSignature);
        var parsed = TransactionEnvelope.Parse(bytes.Memory, limits);
        var code = parsed.IsValid ? JudgeTransaction(parsed.Transaction, header) : parsed.Code;
        var action = parsed.Transaction?.Action;
        return new JudgedTransaction(code, header.Channel.TxId, action, code == TxValidationCode.Valid ? EndorsersOf(action!) : []);
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
        return JudgeWrites(action);
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

    private TxValidationCode JudgeWrites(EndorsedAction action)
    {
        foreach (var space in action.Namespaces)
        {
            // Other chaincodes' namespaces are there where the invoked one called them; their own policies are asked as well.
            if (channel.FindChaincode(space.Namespace) is not { } chaincode)
                return TxValidationCode.IllegalWriteset;
            if (space.Public.Writes.Any(write => write.Key.Length == 0) || space.Public.MetadataWrites.Any(write => write.Key.Length == 0))
                return TxValidationCode.InvalidWriteset;
            if (HasTwice(space.Public.MetadataWrites.Select(write => write.Key))
                || space.Collections.Any(written => HasTwice(written.Hashed.MetadataWrites.Select(write => write.KeyHash))))
                return TxValidationCode.InvalidWriteset;
            if (space.Collections.Any(written => chaincode.Collections.All(defined => defined.Name != written.Collection)))
                return TxValidationCode.InvalidWriteset;
            if (space.Collections.DistinctBy(written => written.Collection, StringComparer.Ordinal).Count() != space.Collections.Count)
                return TxValidationCode.InvalidWriteset;
        }
        return TxValidationCode.Valid;
    }

    private static bool HasTwice<T>(IEnumerable<T> keys)
    {
        var seen = new HashSet<T>();
        return !keys.All(seen.Add);
    }

    // As in Fabric, an endorsement that does not hold is passed over, and one certificate counts once; the others must
    // satisfy the policies by themselves.
    private List<PolicySigner> EndorsersOf(EndorsedAction action)
    {
        var signers = new List<PolicySigner>();
        var certificates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endorsement in action.Endorsements)
        {
            if (!channel.Members.TryFind(endorsement.Endorser, out var endorser, out _))
                continue;
            var digest = ProposalHashing.EndorsementDigest(action.ProposalResponsePayload.Span, endorsement.Endorser.Span);
            if (endorser.VerifyDigest(digest, endorsement.Signature.Span) && certificates.Add(endorser.Identity.Certificate.GetCertHashString(HashAlgorithmName.SHA256)))
                signers.Add(new PolicySigner(endorser.MspId, Roles[endorser.Role]));
        }
        return signers;
    }
}
