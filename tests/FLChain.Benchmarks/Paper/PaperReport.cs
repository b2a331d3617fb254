using System.Globalization;
using System.Text;

namespace FLChain.Benchmarks.Paper;

/// <summary>docs/paper-results.md: ours beside the paper's Tables V to VIII.</summary>
internal static class PaperReport
{
    // Position of a trainer's ledger time in a line of the log: after wall, processor and the steps before it.
    private const int LedgerColumn = 8;

    public static string Write(PaperOptions options, PaperData data, IReadOnlyList<PaperChapter> chapters)
    {
        var text = new StringBuilder();
        Settings(text, options, data, chapters);
        foreach (var chapter in chapters) Accuracies(text, options.BatchSize, chapter);
        Records(text, chapters[0].Result.Ledger);
        Times(text, chapters);
        foreach (var chapter in chapters) Audit(text, chapter.Result);
        return text.ToString();
    }

    /// <summary>The rows of the runs without a ledger alone, as they stand in the report.</summary>
    public static string WriteBaselines(PaperOptions options, int trainers, IReadOnlyList<Baselines> baselines)
    {
        var text = new StringBuilder();
        Lines(text, $"{trainers} trainers", "", "| | validation | test | the paper: validation | test |", "|---|---|---|---|---|");
        BaselineRows(text, options.BatchSize, trainers, baselines);
        Lines(text, "", Ranges(options.BatchSize, trainers, baselines));
        return text.ToString();
    }

    private static void Settings(StringBuilder text, PaperOptions options, PaperData data, IReadOnlyList<PaperChapter> chapters)
    {
        var result = chapters[0].Result;
        Lines(
            text,
            "# The paper's section VI, replayed",
            "",
            "Written by",
            "",
            "```",
            "make paper",
            "```",
            "",
            $"on {data.Name}: {Number(data.Split.Train.Count)} training, {Number(data.Split.Validation.Count)} validation and {Number(data.Split.Test.Count)} test samples. Every gradient is masked, every partner verifies every proof, every iteration is on the ledger of the embedded peer, and the whole chain is audited, payloads before they expire. All trainers, the peer, the contracts and the audit share one machine of {Environment.ProcessorCount} processors.",
            "",
            "| setting | value | the paper |",
            "|---|---|---|",
            $"| iterations | {Number(options.Iterations)} | 1,500 |",
            $"| batch, learning rate, optimizer | {options.BatchSize}, {options.LearningRate.ToString(CultureInfo.InvariantCulture)}, stochastic gradient descent | the same |",
            $"| model | `{result.Model}`, {Number(result.Parameters)} parameters | silent: this one fits its accuracies |",
            $"| split | equal parts of shuffled samples | 13,750 (5,500) for each trainer |",
            $"| masking | `{result.Masking}`, {result.ModulusBits}-bit key | threshold Paillier, key length not given |",
            $"| shares needed | more than half: {string.Join(", ", chapters.Select(chapter => $"{chapter.Result.Threshold} of {chapter.Result.Trainers}"))} | silent |",
            "| gradients | clipped to ±1, 16 bits, residue carried over | silent |",
            "| epoch | batches drawn anew until 1,500 iterations are done | \"1\", which 1,500 batches of 64 do not fit |",
            $"| full set | all training samples in one place, batch {options.BatchSize}, and as many samples in a batch as a step of the federation takes | silent on the batch |",
            "");
    }

    private static void Accuracies(StringBuilder text, int batchSize, PaperChapter chapter)
    {
        var (result, baselines, _) = chapter;
        Lines(
            text,
            $"## {result.Trainers} trainers ({(result.Trainers == 4 ? "Table V" : result.Trainers == 10 ? "Table VI" : "not in the paper")})",
            "",
            $"{Number(result.SamplesPerTrainer)} samples each. The members hold the same weights, bit for bit, so their rows are equal; the paper's differ.",
            "",
            "| | validation | test | the paper: validation | test |",
            "|---|---|---|---|---|");
        var paper = PublishedAccuracies.Of(result.Trainers);
        for (var place = 0; place < result.Accuracies.Count; place++)
            Row(text, $"DP{place + 1}", result.Accuracies[place], paper?.Trainers[place]);
        BaselineRows(text, batchSize, result.Trainers, baselines);
        string Beside(Func<Baselines, Accuracy> of) => Points(result.Accuracies[0].Test - Mean(baselines, of).Test);
        Lines(
            text,
            "",
            $"Points of test accuracy beside the single set: {Beside(run => run.Single)}; beside the full set with batch {batchSize}: {Beside(run => run.FullSet)}; beside the full set with batch {result.Trainers * batchSize}: {Beside(run => run.FullSetLargeBatch!)}. A step of the federation averages {result.Trainers} batches of {batchSize}. One batch of {batchSize} at this rate is noisier, which is why a federation may lie above the full set trained so.",
            "",
            Ranges(batchSize, result.Trainers, baselines),
            "");
    }

    private static void BaselineRows(StringBuilder text, int batchSize, int trainers, IReadOnlyList<Baselines> baselines)
    {
        var paper = PublishedAccuracies.Of(trainers);
        Row(text, $"single set, mean of {baselines.Count} seeds", Mean(baselines, run => run.Single), paper?.SingleSet);
        Row(text, $"full set, batch {batchSize}, mean of {baselines.Count} seeds", Mean(baselines, run => run.FullSet), paper?.FullSet);
        Row(text, $"full set, batch {trainers * batchSize} as in the federation's step, mean of {baselines.Count} seeds", Mean(baselines, run => run.FullSetLargeBatch!), paper?.FullSet);
        Row(text, $"federation without masks, mean of {baselines.Count} seeds", Mean(baselines, run => run.Plain), null);
        Row(text, "federation without masks, the same batches", baselines[0].Plain, null);
    }

    private static string Ranges(int batchSize, int trainers, IReadOnlyList<Baselines> baselines)
    {
        string Range(Func<Baselines, double> least, Func<Baselines, double> most) => $"{Percent(baselines.Min(least))} to {Percent(baselines.Max(most))}";
        string Tests(Func<Baselines, Accuracy> of) => Range(run => of(run).Test, run => of(run).Test);
        return $"Single sets on the test set, all seeds and shards: {Range(run => run.SingleTests.Min(), run => run.SingleTests.Max())}; full sets with batch {batchSize}: {Tests(run => run.FullSet)}, with batch {trainers * batchSize}: {Tests(run => run.FullSetLargeBatch!)}; federations without masks: {Tests(run => run.Plain)}.";
    }

    private static void Records(StringBuilder text, LedgerFigures ledger) => Lines(
        text,
        "## Records and blocks (Table VII)",
        "",
        "| | here | the paper |",
        "|---|---|---|",
        $"| DP record | {Number(ledger.TrainerRecordBytes)} bytes | 2 KB |",
        $"| FLM record | {Number(ledger.ModelRecordBytes)} bytes | 2 KB |",
        $"| DDCBF | {Number(ledger.FilterBytes)} bytes | 1 MB |",
        "| block size, at which one is cut | 2 MiB | 2 MB |",
        $"| block without transactions | {Number(ledger.EmptyBlockBytes)} bytes | 2.6 KB |",
        "| most transactions in a block | 500 | 500 records |",
        $"| growth of the blocks for each trainer and iteration | {Number((long)ledger.BytesPerTrainerIteration)} bytes | |",
        "");

    private static void Times(StringBuilder text, IReadOnlyList<PaperChapter> chapters)
    {
        Lines(
            text,
            "## Times (Table VIII)",
            "",
            "Milliseconds; medians of 50 for queries and updates. The paper's on-chain time and total are of 1,500 iterations, without saying for which federation. Ours is what else ran on the machine included.",
            "",
            $"| | {string.Join(" | ", chapters.Select(chapter => $"{chapter.Result.Trainers} trainers"))} | the paper |",
            $"|---|{string.Concat(chapters.Select(_ => "---|"))}---|");
        TimeRow(text, "query the Merkle tree, with a proof", chapters, chapter => chapter.Result.Ledger.QueryTreeMilliseconds, "15.68");
        TimeRow(text, "query the DDCBF", chapters, chapter => chapter.Result.Ledger.QueryFilterMilliseconds, "13.42");
        TimeRow(text, "query a record at the peer, over the wire", chapters, chapter => chapter.Result.Ledger.QueryRecordMilliseconds, "33.31 (total query)");
        TimeRow(text, "update a record, until it stands in a block", chapters, chapter => chapter.Result.Ledger.UpdateRecordMilliseconds, "184.54");
        TimeRow(text, "one iteration, median", chapters, chapter => 1_000 * Sampling.Median(chapter.Log.Values.Select(line => line[0])), "");
        TimeRow(text, "one iteration, processor time of everything, median", chapters, chapter => 1_000 * Sampling.Median(chapter.Log.Values.Select(line => line[1])), "");
        TimeRow(text, "one iteration, mean", chapters, chapter => Mean(chapter, 0), "267,598");
        TimeRow(text, "a trainer on the ledger, waiting included, mean times iterations", chapters, chapter => chapter.Result.Iterations * Mean(chapter, LedgerColumn), "653,500");
        TimeRow(text, "total training, mean times iterations", chapters, chapter => chapter.Result.Iterations * Mean(chapter, 0), "401,396,719");
        Lines(
            text,
            "",
            $"Measured were {string.Join(" and ", chapters.Select(chapter => $"{Number(chapter.Log.Count)} of {Number(chapter.Result.Iterations)} iterations with {chapter.Result.Trainers} trainers"))}: not the first after a start, nor the time in which nothing ran.",
            "");
    }

    private static void Audit(StringBuilder text, PaperResult result) => Lines(
        text,
        $"## Audit, {result.Trainers} trainers",
        "",
        result.AuditPassed ? "Passed." : "**Failed.**",
        "",
        "```",
        string.Join('\n', result.Audit),
        "```",
        "");

    private static void TimeRow(StringBuilder text, string what, IReadOnlyList<PaperChapter> chapters, Func<PaperChapter, double> of, string paper) =>
        Lines(text, $"| {what} | {string.Join(" | ", chapters.Select(chapter => of(chapter).ToString("#,0.###", CultureInfo.InvariantCulture)))} | {paper} |");

    private static void Row(StringBuilder text, string name, Accuracy ours, Accuracy? paper) => Lines(
        text,
        $"| {name} | {Percent(ours.Validation)} | {Percent(ours.Test)} | {(paper is null ? "" : Percent(paper.Validation))} | {(paper is null ? "" : Percent(paper.Test))} |");

    private static double Mean(PaperChapter chapter, int column) => 1_000 * chapter.Log.Values.Select(line => line[column]).DefaultIfEmpty(double.NaN).Average();

    private static Accuracy Mean(IReadOnlyList<Baselines> runs, Func<Baselines, Accuracy> of) =>
        new(runs.Average(run => of(run).Validation), runs.Average(run => of(run).Test));

    private static string Percent(double share) => share.ToString("F4", CultureInfo.InvariantCulture);

    private static string Points(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static void Lines(StringBuilder text, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) text.Append(line).Append('\n');
    }
}
