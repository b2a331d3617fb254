using System.Text.Json;

namespace FLChain.Benchmarks.Paper;

/// <summary><c>make paper</c>: the paper's section VI from beginning to end.</summary>
internal static class PaperCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>0 when everything ran and every audit passed, 1 when an audit failed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(PaperOptions.Usage);
            return 0;
        }

        PaperOptions options;
        try
        {
            options = PaperOptions.Parse(arguments);
        }
        catch (FormatException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }

        Directory.CreateDirectory(options.State);
        var data = PaperData.Load(options);
        Say($"{data.Name}: {data.Split.Train.Count:N0} training, {data.Split.Validation.Count:N0} validation and {data.Split.Test.Count:N0} test samples; {data.Model.Describe()}, {data.Model.ParameterCount:N0} parameters");
        var passed = true;
        var chapters = new List<PaperChapter>();
        foreach (var trainers in options.Trainers)
        {
            var baselines = Enumerable.Range(1, options.Seeds).Select(seed => Baseline(options, data, trainers, seed)).ToArray();
            var experiment = new PaperExperiment(options, data, trainers, Say);
            var result = await experiment.RunAsync(cancellationToken);
            passed &= result.AuditPassed;
            chapters.Add(new PaperChapter(result, baselines, experiment.Log.Read()));
            // What is there is written at once: the next federation takes hours.
            await File.WriteAllTextAsync(options.Report, PaperReport.Write(options, data, chapters), cancellationToken);
        }

        Say($"written: {options.Report}; the audits {(passed ? "passed" : "FAILED")}");
        return passed ? 0 : 1;
    }

    private static Baselines Baseline(PaperOptions options, PaperData data, int trainers, int seed)
    {
        var file = Path.Combine(options.State, $"baseline-{trainers}-{seed}.json");
        if (File.Exists(file)) return JsonSerializer.Deserialize<Baselines>(File.ReadAllBytes(file), Json)!;
        Say($"{trainers} trainers, seed {seed}: alone, together without masks, and with all data in one place");
        var baselines = Baselines.Run(options, data, trainers, seed);
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(baselines, Json));
        return baselines;
    }

    private static void Say(string line) => Console.WriteLine($"{DateTimeOffset.Now:HH:mm:ss}  {line}");
}
