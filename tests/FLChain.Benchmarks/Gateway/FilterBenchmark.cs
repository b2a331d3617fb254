using System.Globalization;
using FLChain.Core.Filters;
using FLChain.Core.Records;

namespace FLChain.Benchmarks.Gateway;

/// <summary>The DDCBF of 1 MiB with few and many models for sale: how fast, and how often it is wrong.</summary>
internal static class FilterBenchmark
{
    private const int Questions = 1_000_000;
    private const int Operations = 200_000;
    private static readonly int[] Sizes = [1_000, 10_000, 50_000];

    public static void Run(FigureTable figures)
    {
        Wrong(new ModelFilter());
        foreach (var models in Sizes)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"gateway.filter.models{models}");
            var filter = new ModelFilter();
            var fids = Enumerable.Range(0, models).Select(SyntheticMarket.FidOf).ToArray();
            var (inserting, asking, removing) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            for (var turn = 0; turn < Operations / models; turn++)
            {
                if (turn > 0) removing += Sampling.Time(() => Move(filter, fids, ModelStatus.Onsale, ModelStatus.Unavailable));
                inserting += Sampling.Time(() => Move(filter, fids, ModelStatus.Unavailable, ModelStatus.Onsale));
                asking += Sampling.Time(() => AskAll(filter, fids));
            }

            figures.Add($"{name}.insert.per_second", Operations / inserting.TotalSeconds, "inserts per second");
            figures.Add($"{name}.look_up.per_second", Operations / asking.TotalSeconds, "look-ups per second");
            figures.Add($"{name}.remove.per_second", (Operations - models) / removing.TotalSeconds, "removals per second");
            figures.Add($"{name}.false_positives.expected", (double)filter.OnSale.ExpectedFalsePositives * Questions, "of a million");
            figures.Add($"{name}.false_positives.measured", Wrong(filter), "of a million");
        }
    }

    private static void Move(ModelFilter filter, string[] fids, ModelStatus from, ModelStatus to)
    {
        foreach (var fid in fids)
            if (!filter.TryMove(fid, from, to)) throw new InvalidOperationException($"the filter has lost {fid}");
    }

    private static void AskAll(ModelFilter filter, string[] fids)
    {
        foreach (var fid in fids)
            if (filter.Ask(fid) == FilterAnswer.Neither) throw new InvalidOperationException($"the filter has lost {fid}");
    }

    private static int Wrong(ModelFilter filter)
    {
        var wrong = 0;
        for (var question = 0; question < Questions; question++)
            if (filter.Ask(string.Create(CultureInfo.InvariantCulture, $"flm-absent-{question}")) != FilterAnswer.Neither)
                wrong++;
        return wrong;
    }
}
