namespace FLChain.Gateway.Index;

/// <summary>A model or a trainer that a block changed, for the views that are kept in memory.</summary>
/// <param name="Block">The block.</param>
/// <param name="Key">The ledger key.</param>
/// <param name="Value">The record's bytes; null where it was deleted.</param>
internal readonly record struct RecordChange(ulong Block, string Key, byte[]? Value);
