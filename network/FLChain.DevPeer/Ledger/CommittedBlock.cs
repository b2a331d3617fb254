using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Ledger;

/// <summary>A block with its verdicts and updates, ready to be written.</summary>
internal sealed class CommittedBlock
{
    /// <summary>The block with all its metadata filled in.</summary>
    public required Block Block { get; init; }

    /// <summary>SHA-256 of the header's ASN.1 form.</summary>
    public required byte[] HeaderHash { get; init; }

    public required byte[] CommitHash { get; init; }

    public required ulong LastConfigBlock { get; init; }

    /// <summary>The transactions that claim their id with this block, and how each was judged, by position.</summary>
    public required IReadOnlyList<(string TransactionId, int Position, TxValidationCode Code)> Transactions { get; init; }

    public required UpdateBatch Updates { get; init; }

    /// <summary>The number of the block at whose commit a value of the collection written now expires, or null for never.</summary>
    public required Func<CollectionId, ulong?> ExpiryOf { get; init; }
}
