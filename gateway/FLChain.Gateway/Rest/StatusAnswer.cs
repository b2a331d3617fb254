namespace FLChain.Gateway.Rest;

/// <summary>How the gateway is doing.</summary>
/// <param name="Index">How far the index has come, and the ledger.</param>
/// <param name="Filter">The DDCBF's figures.</param>
/// <param name="RootAlarms">Blocks at which organizations attested different roots, or another than this gateway has, the newest first.</param>
public sealed record StatusAnswer(IndexHeight Index, FilterFigures Filter, IReadOnlyList<int> RootAlarms);
