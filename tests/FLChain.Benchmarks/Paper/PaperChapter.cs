namespace FLChain.Benchmarks.Paper;

/// <summary>One federation of the report.</summary>
/// <param name="Result">What it gave.</param>
/// <param name="Baselines">The runs without a ledger, one for each seed.</param>
/// <param name="Log">The figures of its iterations.</param>
internal sealed record PaperChapter(PaperResult Result, IReadOnlyList<Baselines> Baselines, IReadOnlyDictionary<int, double[]> Log);
