namespace FLChain.Gateway.Index;

/// <summary>What list of trainers is wanted.</summary>
/// <param name="Search">Text that dpId, pseudonym or description hold, whatever its case; null for any.</param>
/// <param name="Msp">Organization; null for any.</param>
/// <param name="Status">Null for any.</param>
/// <param name="Available">Null for any.</param>
/// <param name="Sort">What the list is sorted by.</param>
/// <param name="Descending">From the last to the first.</param>
/// <param name="Limit">Most items of a page, 1 or more.</param>
/// <param name="After">Where the page before ended: the value that it is sorted by, and the dpId; null for the first page.</param>
internal sealed record TrainerQuery(
    string? Search = null,
    string? Msp = null,
    TrainerStatus? Status = null,
    bool? Available = null,
    TrainerSort Sort = TrainerSort.Rely,
    bool Descending = true,
    int Limit = 50,
    string[]? After = null);
