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
        foreach (var chapter in chapters) Accuracies(text, options, chapter);
        Records(text, chapters[0].Result.Ledger);
        Times(text, chapters);
        foreach (var chapter in chapters) Audit(text, chapter.Result);
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
            "| full set | all training samples in one place, batch 64 | silent on the batch |",
            "");
    }

    private static void Accuracies(StringBuilder text, PaperOptions options, PaperChapter chapter)
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
        Row(text, $"single set, mean of {baselines.Count} seeds", Mean(baselines, run => run.Single), paper?.SingleSet);
        Row(text, $"full set, mean of {baselines.Count} seeds", Mean(baselines, run => run.FullSet), paper?.FullSet);
        Row(text, $"federation without masks, mean of {baselines.Count} seeds", Mean(baselines, run => run.Plain), null);
        Row(text, "federation without masks, the same batches", baselines[0].Plain, null);
        var federation = result.Accuracies[0].Test;
        Lines(
            text,
            "",
            $"Test accuracy above the single set by {Points(federation - Mean(baselines, run => run.Single).Test)} points, above the full set by {Points(federation - Mean(baselines, run => run.FullSet).Test)}. Single sets on the test set, all seeds and shards: {Percent(baselines.Min(run => run.SingleTests.Min()))} to {Percent(baselines.Max(run => run.SingleTests.Max()))}; full sets: {Percent(baselines.Min(run => run.FullSet.Test))} to {Percent(baselines.Max(run => run.FullSet.Test))}; federations without masks: {Percent(baselines.Min(run => run.Plain.Test))} to {Percent(baselines.Max(run => run.Plain.Test))}.",
            "");
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
        TimeRow(text, "one iteration, median", chapters, chapter => 1_000 * Sampling.Percentile(chapter.Log.Values.Select(line => line[0]), 50), "267,598 (mean)");
        TimeRow(text, "one iteration, processor time of everything, median", chapters, chapter => 1_000 * Sampling.Percentile(chapter.Log.Values.Select(line => line[1]), 50), "");
        TimeRow(text, "a trainer on the ledger, waiting included, total", chapters, chapter => 1_000 * chapter.Log.Values.Sum(line => line[LedgerColumn]), "653,500");
        TimeRow(text, "total training", chapters, chapter => 1_000 * chapter.Log.Values.Sum(line => line[0]), "401,396,719");
        text.Append('\n');
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
