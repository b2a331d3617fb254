using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Simulation;

/// <summary>What a simulation has read of one range so far; it becomes part of the read set, against phantoms.</summary>
internal sealed class RangeRecord(string startKey, string endKey)
{
    private readonly MerkleSummaryBuilder reads = new();
    private string? lastKey;
    private bool exhausted;

    public void Add(StateSlice slice)
    {
        foreach (var row in slice.Rows)
        {
            reads.Add(new KVRead { Key = row.Key, Version = row.Version.ToMessage() });
            lastKey = row.Key;
        }
        exhausted = !slice.HasMore;
    }

    /// <summary>A range that was left early is only checked up to the last key that was read.</summary>
    public RangeQueryInfo ToMessage()
    {
        var message = new RangeQueryInfo { StartKey = startKey, EndKey = exhausted ? endKey : lastKey ?? startKey, ItrExhausted = exhausted };
        reads.WriteTo(message);
        return message;
    }
}
