using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Simulation;

/// <summary>Reads and writes of one namespace or collection, in key order. The last write of a key counts; the first read does.</summary>
internal sealed class KeySet
{
    private readonly SortedDictionary<string, StateVersion?> reads = new(Utf8KeyOrder.Instance);
    private readonly SortedDictionary<string, KeyWrite> writes = new(Utf8KeyOrder.Instance);

    public bool HasWrites => writes.Count > 0;

    public IEnumerable<KeyValuePair<string, StateVersion?>> Reads => reads;

    public IEnumerable<KeyValuePair<string, KeyWrite>> Writes => writes;

    public void Read(string key, StateVersion? version) => reads.TryAdd(key, version);

    public void Write(string key, KeyWrite write) => writes[key] = write;

    /// <summary>The plain set: reads with their versions, writes with their values.</summary>
    public KVRWSet ToMessage(bool withReads = true)
    {
        var message = new KVRWSet();
        if (withReads)
            message.Reads.AddRange(reads.Select(read => new KVRead { Key = read.Key, Version = read.Value?.ToMessage() }));
        message.Writes.AddRange(writes.Select(write => new KVWrite
        {
            Key = write.Key,
            IsDelete = write.Value.Value is null,
            Value = write.Value.Value is { } value ? UnsafeByteOperations.UnsafeWrap(value) : ByteString.Empty,
        }));
        return message;
    }
}

/// <summary>A value to be written; null deletes the key. A purge is a deletion that also asks for the history to be forgotten.</summary>
internal readonly record struct KeyWrite(byte[]? Value, bool IsPurge = false);
