using System.Diagnostics;

namespace FLChain.Benchmarks;

/// <summary>Real Fabric, where its programs are: <c>network/fabric/network.sh</c> with a batch time-out of 200 ms, in a folder of its own.</summary>
internal static class TemporaryFabric
{
    private const string BatchTimeout = "200ms";

    /// <summary>Brings the network up, hands over its parties' folder, and takes it down again; does nothing where FABRIC_HOME is not set.</summary>
    public static async Task RunIfThereAsync(IterationCase played, Func<string, Task> play, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("FABRIC_HOME") is not { Length: > 0 })
        {
            Console.WriteLine("FABRIC_HOME is not set: no figure for real Fabric");
            return;
        }

        // The network makes its folder itself, and removes it.
        var above = Directory.CreateTempSubdirectory("flchain-fabric-").FullName;
        var folder = Path.Combine(above, "network");
        try
        {
            await NetworkAsync(["up", "--data", folder, "--base-port", "9000", "--batch-timeout", BatchTimeout, "--trainers", $"{played.Trainers}"], cancellationToken);
            await play(Path.Combine(folder, "parties"));
        }
        finally
        {
            if (Directory.Exists(folder)) await NetworkAsync(["down", "--data", folder, "--base-port", "9000"], CancellationToken.None);
            Directory.Delete(above, recursive: true);
        }
    }

    private static async Task NetworkAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine("network", "fabric", "network.sh"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"network.sh {arguments[0]} ended with exit code {process.ExitCode}");
    }
}
