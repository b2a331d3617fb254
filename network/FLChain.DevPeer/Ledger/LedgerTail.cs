using FLChain.Fabric.Blocks;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>What must hold of the last block when a ledger is opened. The whole chain is for auditors to verify.</summary>
internal static class LedgerTail
{
    /// <exception cref="LedgerCorruptionException">Something does not fit.</exception>
    public static void Verify(SqliteConnection connection)
    {
        using var queries = new BlockQueries(connection);
        var tip = queries.GetTip();
        var stateHeight = queries.GetStateHeight();
        if (stateHeight != tip.Height)
            throw new LedgerCorruptionException($"There are {tip.Height} blocks, but the state stands at {stateHeight}.");
        if (tip.Height == 0)
            return;
        var last = tip.Height - 1;
        var block = queries.GetBlock(last)!;
        if (block.Header.Number != last)
            throw new LedgerCorruptionException($"Block {last} says that it is number {block.Header.Number}.");
        if (!BlockHashing.HeaderHash(block.Header).AsSpan().SequenceEqual(tip.BlockHash))
            throw new LedgerCorruptionException($"The header of block {last} does not have the recorded hash.");
        if (!BlockHashing.DataHash(block.Data).AsSpan().SequenceEqual(block.Header.DataHash.Span))
            throw new LedgerCorruptionException($"The data of block {last} does not have the hash that its header names.");
        var previous = last == 0 ? [] : BlockHashing.HeaderHash(queries.GetBlock(last - 1)?.Header ?? new());
        if (!previous.AsSpan().SequenceEqual(block.Header.PreviousHash.Span))
            throw new LedgerCorruptionException($"Block {last} does not follow on block {last - 1}.");
    }
}
