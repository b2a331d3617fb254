using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Simulation;

/// <summary>Reads and writes of one namespace or collection, in key order. The last write of a key counts; the first read does.</summary>
internal sealed class KeySet
{
    private readonly SortedDictionary<string, StateVersion?> reads = new(Utf8KeyOrder.Instance);
    private readonly SortedDictionary<string, KeyWrite> writes = new(Utf8KeyOrder.Instance);

    private readonly SortedDictionary<string, KVMetadataEntry> metadata = new(Utf8KeyOrder.Instance);

    public bool HasWrites => writes.Count + metadata.Count > 0;

    public IEnumerable<KeyValuePair<string, StateVersion?>> Reads => reads;

    public IEnumerable<KeyValuePair<string, KeyWrite>> Writes => writes;

    public IEnumerable<KeyValuePair<string, KVMetadataEntry>> Metadata => metadata;

    public void Read(string key, StateVersion? version) => reads.TryAdd(key, version);

    public void Write(string key, KeyWrite write) => writes[key] = write;

    /// <summary>As in Fabric, the entry replaces everything that is kept beside the key.</summary>
    public void WriteMetadata(string key, KVMetadataEntry entry) => metadata[key] = entry;

    /// <summary>The plain set: reads with their versions, writes with their values, and metadata.</summary>
    public KVRWSet ToMessage() => ToMessage(whole: true);

    /// <summary>The private half of a collection's set: no reads, and of metadata only the keys, whose versions it raises.</summary>
    public KVRWSet ToPrivateMessage() => ToMessage(whole: false);

    private KVRWSet ToMessage(bool whole)
    {
        var message = new KVRWSet();
        if (whole)
            message.Reads.AddRange(reads.Select(read => new KVRead { Key = read.Key, Version = read.Value?.ToMessage() }));
        message.Writes.AddRange(writes.Select(write => new KVWrite
        {
            Key = write.Key,
            IsDelete = write.Value.Value is null,
            Value = write.Value.Value is { } value ? UnsafeByteOperations.UnsafeWrap(value) : ByteString.Empty,
        }));
        message.MetadataWrites.AddRange(metadata.Select(write =>
        {
            var entry = new KVMetadataWrite { Key = write.Key };
            if (whole)
                entry.Entries.Add(write.Value);
            return entry;
        }));
        return message;
    }
}

/// <summary>A value to be written; null deletes the key. A purge is a deletion that also asks for the history to be forgotten.</summary>
internal readonly record struct KeyWrite(byte[]? Value, bool IsPurge = false);
