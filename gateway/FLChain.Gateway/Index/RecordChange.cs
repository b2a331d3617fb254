namespace FLChain.Gateway.Index;

/// <summary>A model or a trainer that a block changed, for the tree and the views that are kept in memory.</summary>
/// <param name="Key">The ledger key.</param>
/// <param name="Value">The record's bytes; null where it was deleted.</param>
internal readonly record struct RecordChange(string Key, byte[]? Value);
