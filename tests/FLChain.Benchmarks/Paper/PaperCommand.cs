namespace FLChain.Benchmarks.Paper;

/// <summary><c>make paper</c>: the paper's section VI from beginning to end.</summary>
internal static class PaperCommand
{
    /// <returns>0 when everything ran and every audit passed, 1 when an audit failed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(PaperOptions.Usage);
            return 0;
        }

        PaperOptions options;
        PaperData data;
        try
        {
            options = PaperOptions.Parse(arguments, Environment.GetEnvironmentVariable("FLCHAIN_DATA"));
            data = PaperData.Load(options);
            PaperSettings.Of(options, data).Claim(options.State);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }

        Say($"{data.Name}: {data.Split.Train.Count:N0} training, {data.Split.Validation.Count:N0} validation and {data.Split.Test.Count:N0} test samples; {data.Model.Describe()}, {data.Model.ParameterCount:N0} parameters");
        var passed = true;
        var chapters = new List<PaperChapter>();
        foreach (var trainers in options.Trainers)
        {
            var baselines = Enumerable.Range(1, options.Seeds).Select(seed => Baseline(options, data, trainers, seed, cancellationToken)).ToArray();
            if (options.BaselinesOnly)
            {
                Console.WriteLine(PaperReport.WriteBaselines(options, trainers, baselines));
                continue;
            }

            var experiment = new PaperExperiment(options, data, trainers, Say);
            var result = await experiment.RunAsync(cancellationToken);
            passed &= result.AuditPassed;
            chapters.Add(new PaperChapter(result, baselines, experiment.Log.Read()));
            // What is there is written at once: the next federation takes hours.
            await File.WriteAllTextAsync(options.Report, PaperReport.Write(options, data, chapters), cancellationToken);
        }

        if (options.BaselinesOnly) return 0;
        Say($"written: {options.Report}; the audits {(passed ? "passed" : "FAILED")}");
        return passed ? 0 : 1;
    }

    private static Baselines Baseline(PaperOptions options, PaperData data, int trainers, int seed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = Path.Combine(options.State, $"baseline-{trainers}-{seed}.json");
        var known = JsonFile.Read<Baselines>(file);
        if (known is { FullSetLargeBatch: not null }) return known;
        Say($"{trainers} trainers, seed {seed}: alone, together without masks, and with all data in one place");
        var baselines = Baselines.Run(options, data, trainers, seed, known);
        JsonFile.Write(file, baselines);
        return baselines;
    }

    private static void Say(string line) => Console.WriteLine($"{DateTimeOffset.Now:HH:mm:ss}  {line}");
}
