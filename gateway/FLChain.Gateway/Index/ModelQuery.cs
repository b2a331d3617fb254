namespace FLChain.Gateway.Index;

/// <summary>What list of models is wanted.</summary>
/// <param name="Search">Text that id, title, task or description hold, whatever its case; null for any.</param>
/// <param name="Status">Null for any.</param>
/// <param name="Stage">Null for any.</param>
/// <param name="Task">The exact task; null for any.</param>
/// <param name="Publisher">dpId of the publisher; null for any.</param>
/// <param name="Sort">What the list is sorted by.</param>
/// <param name="Descending">From the last to the first.</param>
/// <param name="Limit">Most items of a page, 1 or more.</param>
/// <param name="After">Where the page before ended: the value that it is sorted by, and the fid; null for the first page.</param>
internal sealed record ModelQuery(
    string? Search = null,
    ModelStatus? Status = null,
    ModelStage? Stage = null,
    string? Task = null,
    string? Publisher = null,
    ModelSort Sort = ModelSort.Published,
    bool Descending = true,
    int Limit = 50,
    string[]? After = null);
