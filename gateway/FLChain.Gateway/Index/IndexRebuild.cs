using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Gateway.Index;

/// <summary>Builds the index from block 0 beside the old one, compares the two, and puts the new one in its place.</summary>
internal static class IndexRebuild
{
    /// <summary>Runs it. The old index is read at its own height; nobody else may have it open.</summary>
    /// <param name="path">File of the index.</param>
    /// <param name="open">Opens an index in a file.</param>
    /// <param name="source">The ledger.</param>
    /// <param name="cancellationToken">Gives up; the old index stays.</param>
    public static async Task<RebuildOutcome> RunAsync(string path, Func<string, LedgerIndex> open, ILedgerSource source, CancellationToken cancellationToken)
    {
        ulong oldBlocks = 0;
        var oldDigest = "";
        if (File.Exists(path))
        {
            using var old = open(path);
            (oldBlocks, oldDigest) = (old.Height.Blocks, old.Digest());
        }

        var fresh = path + ".rebuilt";
        Delete(fresh);
        string digest;
        using (var index = open(fresh))
        {
            // To the old one's height first: only there can the two be compared.
            using var follower = new IndexFollower(index, source, TimeProvider.System, NullLogger<IndexFollower>.Instance);
            var blocks = oldBlocks > 0 ? oldBlocks : await source.HeightAsync(cancellationToken);
            await follower.CatchUpAsync(blocks, cancellationToken);
            digest = index.Digest();
        }

        using (var folded = IndexFile.OpenAsItIs(fresh)) folded.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Delete(path);
        File.Move(fresh, path);
        Delete(fresh);
        using var after = open(path);
        return new RebuildOutcome(after.Height.Blocks, digest, oldBlocks, oldDigest);
    }

    private static void Delete(string path)
    {
        SqliteConnection.ClearAllPools();
        foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(path + suffix);
    }
}
