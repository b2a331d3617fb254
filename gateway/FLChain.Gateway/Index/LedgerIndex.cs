using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Index;

/// <summary>
/// The index: the file and the views in memory. Blocks go in through <see cref="Apply"/>, each exactly once whatever
/// happens in between, because a block and the mark that it was taken in are one commit. Reading is safe for concurrent
/// use, also while blocks come in; <see cref="Apply"/> is called by one thread at a time.
/// </summary>
internal sealed class LedgerIndex : IDisposable
{
    private readonly IndexFile _file;
    private readonly IndexWriter _writer;
    private readonly BlockReader _reader;
    private volatile IndexHeight _height;

    private LedgerIndex(IndexFile file, LedgerIndexOptions options)
    {
        _file = file;
        _writer = new IndexWriter(file);
        _reader = new BlockReader(options.Chaincode);
        Options = options;
        var next = _writer.Tip().Next;
        using var session = file.Read();
        Views = LedgerViews.Load(session, next, options.Filter, options.AttestationInterval);
        var at = session.Scalar("SELECT at FROM blocks ORDER BY number DESC LIMIT 1") as long? ?? 0;
        _height = new IndexHeight(next, null, at, 0, null);
        Genesis = session.FindBlock(0)?.Hash ?? "";
    }

    public LedgerIndexOptions Options { get; }

    public LedgerViews Views { get; }

    /// <summary>How far the index has come.</summary>
    public IndexHeight Height => _height;

    /// <summary>Hash of the header of block 0, by which a ledger is told from another; empty while the index has no block.</summary>
    public string Genesis { get; private set; }

    /// <summary>Wakes with every block.</summary>
    public HeightSignal Changed { get; } = new();

    /// <summary>Opens the index, or makes an empty one, and builds the views.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The file is no database, or cannot be written.</exception>
    public static LedgerIndex Open(LedgerIndexOptions options)
    {
        var file = IndexFile.Open(options.Path, options.Channel, options.Chaincode);
        try
        {
            return new LedgerIndex(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes in blocks that follow the last one, all or none.</summary>
    /// <exception cref="ChainBreakException">They do not follow it, or are not whole.</exception>
    public void Apply(IEnumerable<Block> blocks)
    {
        var read = blocks.Select(_reader.Read).ToList();
        if (read.Count == 0) return;
        Views.Apply(_writer.Apply(read, Views.Newest.Tree));
        if (read[0].Number == 0) Genesis = Convert.ToHexStringLower(read[0].Hash);
        var height = read[^1].Number + 1;
        var at = read[^1].Transactions.Select(transaction => transaction.At).DefaultIfEmpty().Max();
        Tell(now => now with { Blocks = height, LastBlockAt = at, Trouble = null });
        Changed.Raise();
    }

    /// <summary>Checks that a peer's block is the last one in the index; then the index follows the ledger again.</summary>
    /// <exception cref="ChainBreakException">It is another.</exception>
    public void RequireLast(Block block)
    {
        using (var session = Read())
        {
            var hash = session.Scalar("SELECT hash FROM blocks WHERE number = $1", (long)Height.Blocks - 1) as byte[] ?? [];
            if (block.Header is null || block.Header.Number != Height.Blocks - 1 || !BlockHashing.HeaderHash(block.Header).AsSpan().SequenceEqual(hash))
                throw new ChainBreakException($"the peer has another block {Height.Blocks - 1} than the index: it is of another ledger");
        }

        Tell(now => now with { Trouble = null });
    }

    /// <summary>A peer has told how many blocks there are.</summary>
    public void LedgerHas(ulong blocks, long at) => Tell(now => now with { LedgerBlocks = blocks, AskedAt = at });

    /// <summary>Waits until a block is in the index, but no longer than <paramref name="patience"/>.</summary>
    public async Task ReachAsync(ulong block, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var next = Changed.Next;
            if (Height.Blocks > block || limit.IsCancellationRequested) return;
            await next.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The index does not follow the ledger now.</summary>
    public void InTrouble(string reason) => Tell(now => now with { Trouble = reason });

    /// <summary>A session that reads at one state of the index until it is disposed.</summary>
    public IndexSession Read() => _file.Read();

    /// <summary>SHA-512 over everything in the index; see <see cref="IndexDigest"/>.</summary>
    public string Digest()
    {
        using var session = Read();
        return IndexDigest.Of(session);
    }

    public void Dispose() => _file.Dispose();

    private void Tell(Func<IndexHeight, IndexHeight> change)
    {
        while (true)
        {
            var now = _height;
#pragma warning disable CS0420 // The exchange is itself volatile.
            if (Interlocked.CompareExchange(ref _height, change(now), now) == now) break;
#pragma warning restore CS0420
        }
    }
}
