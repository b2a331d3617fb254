using FLChain.Fabric.Blocks;
using Google.Protobuf;

namespace FLChain.Fabric.Policies;

/// <summary>
/// Whose endorsement the writes of a transaction in one namespace need, as Fabric 2 decides it: for a key with a policy of
/// its own that policy, for every other key the chaincode's, and the chaincode's too where nothing is written. A change of
/// a key's policy counts as a write of the key.
/// </summary>
public sealed class EndorsementDemand
{
    private readonly List<SignaturePolicy> _keyPolicies = [];
    private readonly List<string> _keys = [];
    private bool _isImpossible;

    private EndorsementDemand(string chaincode)
    {
        Chaincode = chaincode;
    }

    /// <summary>The namespace.</summary>
    public string Chaincode { get; }

    /// <summary>Whether the chaincode's own policy must be satisfied as well.</summary>
    public bool NeedsChaincodePolicy { get; private set; }

    /// <summary>The keys that are written, as opaque names that are unique within the channel.</summary>
    internal IReadOnlyList<string> Keys => _keys;

    /// <summary>The keys whose metadata is written, in the form of <see cref="Keys"/>.</summary>
    internal IReadOnlyList<string> ChangedPolicies { get; private init; } = [];

    /// <summary>What the writes of one namespace need.</summary>
    public static EndorsementDemand Of(NamespaceWrites space, IKeyMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(metadata);
        string name = space.Namespace;
        var demand = new EndorsementDemand(name)
        {
            ChangedPolicies =
            [
                .. space.Public.MetadataWrites.Select(write => Name(name, write.Key)),
                .. space.Collections.SelectMany(set => set.Hashed.MetadataWrites.Select(write => Name(name, set.Collection, write.KeyHash))),
            ],
        };
        foreach (string key in space.Public.Writes.Select(write => write.Key).Union(space.Public.MetadataWrites.Select(write => write.Key)))
            demand.Add(Name(name, key), metadata.Find(name, key));
        foreach (CollectionWrites set in space.Collections)
        {
            foreach (ByteString hash in set.Hashed.HashedWrites.Select(write => write.KeyHash).Union(set.Hashed.MetadataWrites.Select(write => write.KeyHash)))
                demand.Add(Name(name, set.Collection, hash), metadata.FindPrivate(name, set.Collection, hash));
        }

        if (demand._keys.Count == 0) demand.NeedsChaincodePolicy = true;
        return demand;
    }

    /// <summary>Whether endorsers satisfy the policies of all keys; the chaincode's own, where it is needed, is another matter.</summary>
    public bool IsSatisfiedBy(IReadOnlyList<PolicySigner> endorsers) =>
        !_isImpossible && _keyPolicies.All(policy => policy.IsSatisfiedBy(endorsers));

    private static string Name(string chaincode, string key) => $"{chaincode}\n{key}";

    private static string Name(string chaincode, string collection, ByteString keyHash) => $"{chaincode}\n{collection}\n{keyHash.ToBase64()}";

    private void Add(string key, ByteString? kept)
    {
        _keys.Add(key);
        if (!KeyMetadata.TryReadPolicy(kept, out SignaturePolicy? policy)) _isImpossible = true;
        else if (policy is null) NeedsChaincodePolicy = true;
        else _keyPolicies.Add(policy);
    }
}
