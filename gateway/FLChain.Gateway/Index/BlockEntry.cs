namespace FLChain.Gateway.Index;

/// <summary>A block of the ledger.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Hash">SHA-256 of its header, hex.</param>
/// <param name="At">Newest time of its transactions, Unix milliseconds; 0 where there is none.</param>
/// <param name="Transactions">Transactions in it.</param>
/// <param name="Valid">Those that took effect.</param>
public sealed record BlockEntry(long Number, string Hash, long At, int Transactions, int Valid);
