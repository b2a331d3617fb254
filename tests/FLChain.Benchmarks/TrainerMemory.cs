using System.Diagnostics;
using System.Globalization;
using FLChain.Benchmarks.Federations;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks;

/// <summary>The memory of one trainer: its script runs in a process of its own, which says at its end what it held at most.</summary>
internal static class TrainerMemory
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "trainer";

    /// <summary>Plays the federation with one trainer elsewhere.</summary>
    public static async Task<double> PeakMebibytesAsync(IterationCase played, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        Process? script = null;
        try
        {
            var plan = new FederationPlan
            {
                Directory = folder,
                Model = played.Model,
                Shards = played.Shards(),
                Iterations = played.Iterations,
                Threshold = played.Threshold,
                Elsewhere = 1,
            };
            await using var federation = await PlayedFederation.StartAsync(plan, cancellationToken, files => script = Start(files[0], played));
            await federation.TrainAsync(cancellationToken);
            var peak = await script!.StandardOutput.ReadToEndAsync(cancellationToken);
            await script.WaitForExitAsync(cancellationToken);
            return script.ExitCode == 0
                ? double.Parse(peak, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"the trainer's process ended with exit code {script.ExitCode}");
        }
        finally
        {
            if (script is { HasExited: false }) script.Kill();
            script?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the process does: <c>trainer OPTIONS MODEL</c>.</summary>
    public static async Task RunAsync(string optionsFile, string model, CancellationToken cancellationToken)
    {
        var shape = ModelDescription.Parse(model);
        await PlayedFederation.ElsewhereAsync(optionsFile, shape, IterationCase.Noise(shape, 99), cancellationToken);
        using var self = Process.GetCurrentProcess();
        Console.Write((self.PeakWorkingSet64 / 1048576.0).ToString("F1", CultureInfo.InvariantCulture));
    }

    private static Process Start(string optionsFile, IterationCase played)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(TrainerMemory).Assembly.Location, Verb, optionsFile, played.Model.Describe() }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
