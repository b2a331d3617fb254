using System.Text;
using FLChain.Core.Encoding;
using FLChain.Core.Merkle;
using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Index;

/// <summary>Puts blocks into the index: all of a batch or nothing. Used by one thread at a time.</summary>
internal sealed class IndexWriter(IndexFile file)
{
    private readonly RecordProjection _projection = new(file.Writer);

    private IndexSession Session => file.Writer;

    /// <summary>Number of the next block that is due, and the hash of the one before; nothing for block 0.</summary>
    public (ulong Next, byte[] PreviousHash) Tip()
    {
        using var last = Session.Query("SELECT number, hash FROM blocks ORDER BY number DESC LIMIT 1");
        return last.Read() ? ((ulong)last.GetInt64(0) + 1, last.GetFieldValue<byte[]>(1)) : (0, []);
    }

    /// <summary>Takes in blocks that follow the last one.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="tree">The tree before them.</param>
    /// <returns>What each of them changed.</returns>
    /// <exception cref="ChainBreakException">They do not follow it.</exception>
    public IReadOnlyList<BlockOutcome> Apply(IReadOnlyList<IndexedBlock> blocks, MerkleTree tree)
    {
        var outcomes = new List<BlockOutcome>(blocks.Count);
        Session.Begin(write: true);
        try
        {
            var (next, previous) = Tip();
            foreach (var block in blocks)
            {
                RequireNext(block, next, previous);
                var changes = Apply(block);
                foreach (var (key, value) in changes) tree = value is null ? tree.Without(key) : tree.With(key, value);
                Close(block, tree);
                outcomes.Add(new BlockOutcome(new TreeSnapshot(block.Number + 1, tree), changes));
                (next, previous) = (block.Number + 1, block.Hash);
            }

            Session.Commit();
        }
        catch
        {
            Session.Rollback();
            throw;
        }

        return outcomes;
    }

    private static void RequireNext(IndexedBlock block, ulong next, byte[] previous)
    {
        if (block.Number != next) throw new ChainBreakException($"the peer gave block {block.Number} where block {next} was due");
        if (next > 0 && !block.PreviousHash.AsSpan().SequenceEqual(previous))
            throw new ChainBreakException($"block {block.Number} does not follow the block {next - 1} that is in the index: the peer has another ledger");
    }

    private List<RecordChange> Apply(IndexedBlock block)
    {
        var changes = new List<RecordChange>();
        var number = (long)block.Number;
        foreach (var transaction in block.Transactions)
        {
            Session.Execute(
                "INSERT INTO transactions(block, position, id, code, at, msp, party, function, event, payload) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                number, transaction.Position, transaction.Id, (int)transaction.Code, transaction.At, transaction.Msp, transaction.Party,
                transaction.Function, transaction.Event, transaction.EventPayload);
            foreach (var write in transaction.Writes) Apply(write, block.Number, transaction.Position, changes);
        }

        return changes;
    }

    // The row of the block itself comes last: it holds the root that the block leaves.
    private void Close(IndexedBlock block, MerkleTree tree) =>
        Session.Execute(
            "INSERT INTO blocks(number, hash, at, transactions, valid, root, leaves) VALUES($1, $2, $3, $4, $5, $6, $7)",
            (long)block.Number,
            block.Hash,
            block.Transactions.Select(transaction => transaction.At).DefaultIfEmpty().Max(),
            block.Transactions.Count,
            block.Transactions.Count(transaction => transaction.Code == TxValidationCode.Valid),
            tree.Root.ToArray(),
            tree.Count);

    private void Apply(IndexedWrite write, ulong block, int position, List<RecordChange> changes)
    {
        if (write.Value is null)
            Session.Execute("DELETE FROM state WHERE key = $1", write.Key);
        else
            Session.Execute(
                "INSERT INTO state(key, value, block, position) VALUES($1, $2, $3, $4) ON CONFLICT(key) DO UPDATE SET value = $2, block = $3, position = $4",
                write.Key, write.Value, (long)block, position);

        var key = Encoding.UTF8.GetString(write.Key);
        if (!TrySplit(key, out var parts)) return;
        if (RecordTypes.HasHistory(parts[0]))
            Session.Execute("INSERT INTO history(key, block, position, value) VALUES($1, $2, $3, $4)", write.Key, (long)block, position, write.Value);
        if (RecordTypes.IsInTree(parts[0])) changes.Add(new RecordChange(key, write.Value));
        Project(parts, write, block, position);
    }

    private void Project(string[] parts, IndexedWrite write, ulong block, int position)
    {
        Session.Execute("DELETE FROM unreadable WHERE key = $1", write.Key);
        try
        {
            _projection.Apply(parts, write.Value, block);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            // Written by contracts of another version: kept as it is, and told to whoever looks after the gateway.
            Session.Execute("INSERT INTO unreadable(key, block, position) VALUES($1, $2, $3)", write.Key, (long)block, position);
        }
    }

    private static bool TrySplit(string key, out string[] parts)
    {
        var composite = key.Length >= 3 && key[0] == '\0' && key[^1] == '\0';
        parts = composite ? LedgerKey.Split(key) : [];
        return composite;
    }
}
