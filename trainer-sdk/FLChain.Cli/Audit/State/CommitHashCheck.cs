using FLChain.Cli.Audit.Chain;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.State;

/// <summary>
/// Recomputes the hashes over the state that a peer writes into its blocks. Their form is the peer's own: as soon as one
/// block's hash comes out right the form is known, and every block must have the right one.
/// </summary>
internal sealed class CommitHashCheck(AuditJournal journal)
{
    private const int MostKept = 1000;

    private readonly List<(ulong Block, string Expected, string Found)> _different = [];
    private bool _formIsKnown;
    private long _blocks;
    private Google.Protobuf.ByteString _previous = Google.Protobuf.ByteString.Empty;

    /// <summary>Takes the next block with what it changed.</summary>
    public void Add(CheckedBlock block, BlockChanges changes)
    {
        _blocks++;
        var flags = BlockMetadataReader.Entry(block.Block, BlockMetadataIndex.TransactionsFilter);
        var expected = CommitHash.Compute(flags.Span, changes, _previous.Span);
        var entry = BlockMetadataReader.Entry(block.Block, BlockMetadataIndex.CommitHash);
        var found = BlockMetadataReader.TryRead(entry, out var metadata) ? metadata.Value : Google.Protobuf.ByteString.Empty;
        if (found.Span.SequenceEqual(expected)) _formIsKnown = true;
        else if (_different.Count < MostKept) _different.Add((changes.Number, Printable.Hex(expected), Printable.Hex(found.Span)));
        _previous = found;
    }

    /// <summary>Says what is wrong, once all blocks are there.</summary>
    public void Finish()
    {
        if (!_formIsKnown)
        {
            if (_blocks > 0) journal.Skip(AuditCheckKind.CommitHashes, "the peer's commit hashes have a form of their own", new AuditPlace());
            return;
        }

        journal.Examined(AuditCheckKind.CommitHashes, _blocks);
        foreach (var (block, expected, found) in _different)
            journal.Error(AuditCheckKind.CommitHashes, new AuditPlace(block), $"commit hash {expected}", found);
        _blocks = 0;
        _different.Clear();
    }
}
