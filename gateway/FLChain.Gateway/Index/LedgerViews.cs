using System.Collections.Concurrent;
using System.Text;
using FLChain.Core.Encoding;
using FLChain.Core.Filters;
using FLChain.Core.Merkle;

namespace FLChain.Gateway.Index;

/// <summary>
/// What is kept in memory of the index: each model's status, the DDCBF over them, and the Merkle tree. Made from the
/// index on start and kept in step by the one that writes it; reading needs no lock.
/// </summary>
internal sealed class LedgerViews
{
    private readonly ConcurrentDictionary<string, ModelStatus> _statuses = new(StringComparer.Ordinal);
    private readonly KeptTrees _kept;
    private volatile TreeSnapshot _newest = new(0, MerkleTree.Empty);

    private LedgerViews(FilterOptions filter, ulong attestationInterval)
    {
        Filter = new ModelFilter(filter);
        _kept = new KeptTrees(attestationInterval);
    }

    /// <summary>DDCBF.</summary>
    public ModelFilter Filter { get; }

    /// <summary>The tree as the newest block in the index left it.</summary>
    public TreeSnapshot Newest => _newest;

    /// <summary>Models that there are.</summary>
    public int Models => _statuses.Count;

    /// <summary>A model's true status; null where there is no such model.</summary>
    public ModelStatus? StatusOf(string fid) => _statuses.TryGetValue(fid, out var status) ? status : null;

    /// <summary>Makes the views of everything in the index.</summary>
    public static LedgerViews Load(IndexSession session, ulong blocks, FilterOptions filter, ulong attestationInterval)
    {
        var views = new LedgerViews(filter, attestationInterval);
        var tree = MerkleTree.Empty;
        foreach (var range in new[] { Keys.Models, Keys.Trainers })
        {
            using var rows = session.Query(
                "SELECT key, value FROM state WHERE key >= $1 AND key < $2", Encoding.UTF8.GetBytes(range.Start), Encoding.UTF8.GetBytes(range.End));
            while (rows.Read())
            {
                var key = Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(0));
                var value = rows.GetFieldValue<byte[]>(1);
                tree = tree.With(key, value);
                views.Show(key, value);
            }
        }

        views._newest = new TreeSnapshot(blocks, tree);
        return views;
    }

    /// <summary>Takes in what blocks changed, in the order of the ledger.</summary>
    public void Apply(IReadOnlyList<BlockOutcome> outcomes)
    {
        foreach (var (after, changes) in outcomes)
        {
            foreach (var (key, value) in changes) Show(key, value);
            _kept.Offer(after);
            _newest = after;
        }
    }

    /// <summary>The tree once <paramref name="block"/> had taken effect; null where the index does not have that block.</summary>
    public TreeSnapshot? At(ulong block, IndexSession session) => block < (ulong)session.Blocks() ? _kept.At(block + 1, _newest, session) : null;

    private void Show(string key, byte[]? value)
    {
        if (LedgerKey.Split(key) is not [RecordTypes.Model, var fid]) return;
        var before = StatusOf(fid) ?? ModelStatus.Unavailable;
        var after = value is null ? ModelStatus.Unavailable : StatusIn(value);

        // What is in the filter was put there from _statuses, so it is always found.
        if (!Filter.TryMove(fid, before, after)) throw new InvalidOperationException($"the filter has lost {fid}");
        if (value is null) _statuses.TryRemove(fid, out _);
        else _statuses[fid] = after;
    }

    // A record that cannot be read is shown as one that is not for sale.
    private static ModelStatus StatusIn(byte[] value)
    {
        try
        {
            return CanonicalJson.Decode<ModelRecord>(value).Status;
        }
        catch (CanonicalFormatException)
        {
            return ModelStatus.Unavailable;
        }
    }
}
