using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FLChain.Fabric.Grpc;

namespace FLChain.Benchmarks;

/// <summary>
/// The two shims by themselves, with the same contract, under a peer that is played: what a network hides because it takes
/// most of the time. Processor time of the service is what hardly depends on what else the machine does.
/// </summary>
internal static class ShimBenchmark
{
    private const string PackageId = "bench:shim";
    private static readonly int[] Clients = [1, 16, 64];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly string Value = new('x', 100);

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        foreach (var clients in Clients)
        {
            await MeasureAsync(figures, "csharp", ChaincodeBenchmark.Own, clients, cancellationToken);
            await MeasureAsync(figures, "node", ChaincodeBenchmark.Node, clients, cancellationToken);
        }
    }

    private static async Task MeasureAsync(
        FigureTable figures, string name, Func<string, int, ProcessStartInfo> launch, int clients, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = launch(PackageId, port);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var service = Process.Start(start)!;
        service.OutputDataReceived += (_, _) => { };
        service.BeginOutputReadLine();
        try
        {
            await using var peer = await DialAsync(port, cancellationToken);
            await LoadAsync(peer, clients, WarmUp);
            service.Refresh();
            var before = service.TotalProcessorTime;
            var (latencies, seconds) = await LoadAsync(peer, clients, Turn);
            service.Refresh();
            var prefix = $"shim.update.clients{clients:d2}.{name}";
            figures.Add($"{prefix}.per_second", latencies.Count / seconds, "transactions per second");
            figures.Add($"{prefix}.processor.microseconds", (service.TotalProcessorTime - before).TotalMicroseconds / latencies.Count, "µs each");
            figures.Add($"{prefix}.p50.milliseconds", Sampling.Median(latencies), "ms");
            figures.Add($"{prefix}.p99.milliseconds", Sampling.Percentile(latencies, 99), "ms");
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    // A service takes a moment to listen.
    private static async Task<PlayedPeer> DialAsync(int port, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await PlayedPeer.DialAsync(port);
            }
            catch (GrpcException) when (tries < 100)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task<(List<double> Latencies, double Seconds)> LoadAsync(PlayedPeer peer, int clients, TimeSpan span)
    {
        var latencies = new List<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var called = Stopwatch.GetTimestamp();
                await peer.RunAsync("update", $"key-{client}", Value);
                lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(called).TotalMilliseconds);
            }
        })));
        return (latencies, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
