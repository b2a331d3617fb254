namespace FLChain.Gateway.Index;

/// <summary>What list of reports is wanted.</summary>
/// <param name="State">Null for any.</param>
/// <param name="Kind">Null for any.</param>
/// <param name="Fid">Model; null for any.</param>
/// <param name="Accused">dpId, or the authority's MSP id; null for any.</param>
/// <param name="Reporter">Party id; null for any.</param>
/// <param name="Sort">What the list is sorted by.</param>
/// <param name="Descending">From the last to the first.</param>
/// <param name="Limit">Most items of a page, 1 or more.</param>
/// <param name="After">Where the page before ended: the value that it is sorted by, and the id; null for the first page.</param>
internal sealed record ReportQuery(
    ReportState? State = null,
    FaultKind? Kind = null,
    string? Fid = null,
    string? Accused = null,
    string? Reporter = null,
    CaseSort Sort = CaseSort.At,
    bool Descending = true,
    int Limit = 50,
    string[]? After = null);
