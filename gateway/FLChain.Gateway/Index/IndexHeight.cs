namespace FLChain.Gateway.Index;

/// <summary>How far the index has come, and how far the ledger.</summary>
/// <param name="Blocks">Blocks in the index.</param>
/// <param name="LedgerBlocks">Blocks on the ledger when it was last asked; null when no peer has answered yet.</param>
/// <param name="LastBlockAt">Time of the newest block in the index by its transactions, Unix milliseconds; 0 where there is none.</param>
/// <param name="AskedAt">When the ledger was last asked with success, Unix milliseconds; 0 when it has not been.</param>
/// <param name="Trouble">Why the index does not follow the ledger now; null while it does.</param>
public sealed record IndexHeight(ulong Blocks, ulong? LedgerBlocks, long LastBlockAt, long AskedAt, string? Trouble)
{
    /// <summary>Blocks that the index is behind; null when the ledger's height is not known.</summary>
    public ulong? Behind => LedgerBlocks is { } ledger ? (ledger > Blocks ? ledger - Blocks : 0) : null;
}
