using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Policies;

/// <summary>
/// What a ledger keeps beside a key: named entries, of which Fabric knows one, the key's own endorsement policy. Kept as a
/// <c>kvrwset.KVMetadataWrite</c> without its key.
/// </summary>
public static class KeyMetadata
{
    /// <summary>The name of the entry that holds a <c>common.SignaturePolicyEnvelope</c>.</summary>
    public const string ValidationParameter = "VALIDATION_PARAMETER";

    /// <summary>The entry that puts a key under a policy; with null, back under its chaincode's.</summary>
    public static KVMetadataEntry Entry(SignaturePolicy? policy) =>
        new() { Name = ValidationParameter, Value = policy is null ? ByteString.Empty : ByteString.CopyFrom(policy.ToBytes()) };

    /// <summary>The form in which entries are kept.</summary>
    public static ByteString Serialize(IEnumerable<KVMetadataEntry> entries)
    {
        var message = new KVMetadataWrite();
        message.Entries.AddRange(entries);
        return message.ToByteString();
    }

    /// <summary>The entries in what is kept; none where it cannot be read.</summary>
    public static IReadOnlyList<KVMetadataEntry> Entries(ByteString? kept)
    {
        try
        {
            return kept is null ? [] : KVMetadataWrite.Parser.ParseFrom(kept).Entries;
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    /// <summary>The policy among what is kept beside a key; null where there is none.</summary>
    /// <param name="kept">What is kept; null for nothing.</param>
    /// <param name="policy">The policy, or null.</param>
    /// <returns>False where there is a policy and it cannot be read: nobody can satisfy it then.</returns>
    public static bool TryReadPolicy(ByteString? kept, out SignaturePolicy? policy)
    {
        policy = null;
        return Entries(kept).FirstOrDefault(entry => entry.Name == ValidationParameter) is not { Value.IsEmpty: false } found
            || SignaturePolicy.TryParse(found.Value.Span, out policy);
    }
}
