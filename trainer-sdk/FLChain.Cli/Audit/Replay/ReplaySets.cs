using System.Security.Cryptography;
using System.Text;
using FLChain.Cli.Audit.State;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Replay;

/// <summary>What a transaction read and wrote when it was executed again, in Fabric's form. Not safe for concurrent use.</summary>
internal sealed class ReplaySets
{
    private readonly SortedDictionary<string, StateVersion?> _reads = new(Utf8KeyOrder.Instance);
    private readonly SortedDictionary<string, byte[]?> _writes = new(Utf8KeyOrder.Instance);
    private readonly SortedDictionary<string, KVMetadataEntry> _metadata = new(Utf8KeyOrder.Instance);
    private readonly SortedDictionary<string, PrivateSets> _private = new(StringComparer.Ordinal);

    /// <summary>Ranges in the order in which they were opened.</summary>
    public List<ReplayRange> Ranges { get; } = [];

    public string? EventName { get; set; }

    public ByteString EventPayload { get; set; } = ByteString.Empty;

    public IReadOnlyCollection<string> Collections => _private.Keys;

    public void Read(string key, StateVersion? version) => _reads.TryAdd(key, version);

    public void Write(string key, byte[]? value) => _writes[key] = value;

    public void ReadPrivate(string collection, string key, StateVersion? version) => Of(collection).Reads.TryAdd(key, version);

    public void WriteMetadata(string key, KVMetadataEntry entry) => _metadata[key] = entry;

    public void WritePrivate(string collection, string key, byte[]? value, bool isPurge = false)
    {
        var sets = Of(collection);
        sets.Writes[key] = value;
        if (isPurge) sets.Purged.Add(key);
        else sets.Purged.Remove(key);
    }

    public void WritePrivateMetadata(string collection, string key, KVMetadataEntry entry) => Of(collection).Metadata[key] = entry;

    public IEnumerable<KVRead> Reads => _reads.Select(read => new KVRead { Key = read.Key, Version = read.Value?.ToMessage() });

    public IEnumerable<KVWrite> Writes => Plain(_writes);

    public IEnumerable<KVMetadataWrite> MetadataWrites => _metadata.Select(write => new KVMetadataWrite { Key = write.Key, Entries = { write.Value } });

    /// <summary>What a collection's part of the transaction must be.</summary>
    public (HashedRWSet Hashed, ByteString PrivateHash) Hashed(string collection)
    {
        var sets = Of(collection);
        var hashed = new HashedRWSet();
        hashed.HashedReads.AddRange(sets.Reads.Select(read => new KVReadHash { KeyHash = Hash(read.Key), Version = read.Value?.ToMessage() }));
        hashed.HashedWrites.AddRange(sets.Writes.Select(write => new KVWriteHash
        {
            KeyHash = Hash(write.Key),
            IsDelete = write.Value is null,
            ValueHash = write.Value is { } value ? ByteString.CopyFrom(SHA256.HashData(value)) : ByteString.Empty,
            IsPurge = sets.Purged.Contains(write.Key),
        }));
        hashed.MetadataWrites.AddRange(sets.Metadata.Select(write => new KVMetadataWriteHash { KeyHash = Hash(write.Key), Entries = { write.Value } }));
        if (sets.Writes.Count + sets.Metadata.Count == 0) return (hashed, ByteString.Empty);
        var plain = new KVRWSet();
        plain.Writes.AddRange(Plain(sets.Writes));
        plain.MetadataWrites.AddRange(sets.Metadata.Keys.Select(key => new KVMetadataWrite { Key = key }));
        return (hashed, ByteString.CopyFrom(SHA256.HashData(plain.ToByteArray())));
    }

    /// <summary>The hash under which a private key stands in a block.</summary>
    public static ByteString Hash(string key) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static IEnumerable<KVWrite> Plain(SortedDictionary<string, byte[]?> writes) => writes.Select(write => new KVWrite
    {
        Key = write.Key,
        IsDelete = write.Value is null,
        Value = write.Value is { } value ? UnsafeByteOperations.UnsafeWrap(value) : ByteString.Empty,
    });

    private PrivateSets Of(string collection)
    {
        if (!_private.TryGetValue(collection, out var sets)) _private[collection] = sets = new PrivateSets();
        return sets;
    }

    private sealed class PrivateSets
    {
        public SortedDictionary<string, StateVersion?> Reads { get; } = new(Utf8KeyOrder.Instance);

        public SortedDictionary<string, byte[]?> Writes { get; } = new(Utf8KeyOrder.Instance);

        public HashSet<string> Purged { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, KVMetadataEntry> Metadata { get; } = new(Utf8KeyOrder.Instance);
    }
}
