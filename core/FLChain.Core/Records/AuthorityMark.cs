namespace FLChain.Core.Records;

/// <summary>The last transaction that needed the authority's own peer. Nobody reads it: that it is written is all it is for.</summary>
/// <param name="Tx">The transaction's id.</param>
public sealed record AuthorityMark(string Tx);
