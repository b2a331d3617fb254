using System.Text.Json;
using FLChain.Cli.Demo;
using Spectre.Console;

namespace FLChain.Benchmarks;

/// <summary>The demo's federation: four trainers, threshold three, 2048-bit keys, softmax regression of 7,850 parameters, all on this machine.</summary>
internal static class DemoBenchmark
{
    private const int Iterations = 10;

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null), Interactive = InteractionSupport.No });
            var exit = await DemoRunner.RunAsync(new DemoOptions { Iterations = Iterations, Json = file }, silent, cancellationToken);
            if (exit != 0) throw new InvalidOperationException($"the demo ended with exit code {exit}");
            using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
            figures.Add("iteration.softmax7850.n4.devpeer.seconds", result.RootElement.GetProperty("secondsPerIteration").GetDouble(), "s, mean of 10");
            foreach (var step in result.RootElement.GetProperty("seconds").EnumerateObject())
                figures.Add($"iteration.softmax7850.n4.devpeer.{step.Name}.seconds", step.Value.GetDouble() / Iterations, "s per trainer, mean of 10");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
