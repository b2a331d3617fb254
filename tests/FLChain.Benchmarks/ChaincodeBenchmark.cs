using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;

namespace FLChain.Benchmarks;

/// <summary>
/// Our chaincode shim beside the official one for Node: the same contract, on the same Fabric network, called by the same
/// client, in alternating turns of some seconds each, so that what else the machine does falls on both. What is compared is
/// the ratio of two turns that followed each other.
/// </summary>
internal static class ChaincodeBenchmark
{
    private const int Turns = 10;
    private const int KeysPerClient = 50;

    private static readonly int[] Clients = [1, 16, 64];
    private static readonly string[] Operations = ["write", "update"];
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    // Short, so that waiting for a block does not hide the shims.
    private const string BatchTimeout = "20ms";
    private static readonly string Value = new('x', 100);

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable("FLCHAIN_BATCH_TIMEOUT", BatchTimeout);
        await using var network = await FabricNetwork.OpenAsync();
        var run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        await using var ours = await ServedContract.StartAsync(network, $"bench-cs-{run}", Own);
        await using var official = await ServedContract.StartAsync(network, $"bench-js-{run}", Node);
        using var member = TestMember.Issue(network.Organizations[0], "bench");
        using var root = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(network.Organizations[0].TlsRoot, cancellationToken));
        await using var channel = GrpcChannel.Create(network.Organizations[0].Peer, new GrpcChannelOptions { RootCertificates = [root] });
        await using var gateway = FabricGateway.Connect(new GatewayOptions { Identity = member.Identity, Signer = member.Signer, Channels = [channel] });
        (string Name, Contract Contract)[] sides =
        [
            ("csharp", gateway.GetNetwork(network.Channel).GetContract(ours.Name)),
            ("node", gateway.GetNetwork(network.Channel).GetContract(official.Name)),
        ];
        var all = new List<double>();
        foreach (var operation in Operations)
            foreach (var clients in Clients)
                all.AddRange(await CompareAsync(figures, sides, operation, clients, cancellationToken));
        AddRatio(figures, "fabric", all);
        var (_, high) = Sampling.MedianBounds(all);
        Console.WriteLine($"our shim is {(Sampling.Median(all) >= 1 ? "at least as fast as the official one" : high >= 1 ? "as fast as the official one, within the spread" : "slower than the official one")}");
    }

    /// <returns>Ours to the official one's transactions per second, for each pair of turns.</returns>
    private static async Task<IReadOnlyList<double>> CompareAsync(
        FigureTable figures, (string Name, Contract Contract)[] sides, string operation, int clients, CancellationToken cancellationToken)
    {
        var latencies = sides.ToDictionary(side => side.Name, _ => new List<double>());
        var rates = sides.ToDictionary(side => side.Name, _ => new List<double>());

        // The first turn warms up: runtimes compile, streams open, keys come to be. Who begins alternates.
        for (var turn = 0; turn <= Turns; turn++)
            foreach (var (name, contract) in turn % 2 == 0 ? sides : Enumerable.Reverse(sides))
            {
                var (times, elapsed) = await LoadAsync(contract, operation, clients, Turn, cancellationToken);
                if (turn == 0) continue;
                latencies[name].AddRange(times);
                rates[name].Add(times.Count / elapsed);
            }

        foreach (var (name, _) in sides)
        {
            var prefix = $"fabric.{operation}.clients{clients:d2}.{name}";
            figures.Add($"{prefix}.per_second", Sampling.Median(rates[name]), $"transactions per second, median of {Turns} turns");
            figures.Add($"{prefix}.p50.milliseconds", Sampling.Median(latencies[name]), "ms");
            figures.Add($"{prefix}.p99.milliseconds", Sampling.Percentile(latencies[name], 99), "ms");
        }

        double[] ratios = [.. rates["csharp"].Zip(rates["node"], (ours, official) => ours / official)];
        AddRatio(figures, $"fabric.{operation}.clients{clients:d2}", ratios);
        return ratios;
    }

    private static void AddRatio(FigureTable figures, string name, IReadOnlyList<double> ratios)
    {
        var (low, high) = Sampling.MedianBounds(ratios);
        figures.Add($"{name}.ratio", Sampling.Median(ratios), $"our transactions per second to the official shim's, median of {ratios.Count} pairs of turns");
        figures.Add($"{name}.ratio.low", low, "the median's lower bound, 95%");
        figures.Add($"{name}.ratio.high", high, "the median's upper bound, 95%");
    }

    private static async Task<(List<double> Latencies, double Seconds)> LoadAsync(
        Contract contract, string operation, int clients, TimeSpan span, CancellationToken cancellationToken)
    {
        var latencies = new List<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () =>
            {
                for (var number = 0; Stopwatch.GetElapsedTime(began) < span; number++)
                {
                    var called = Stopwatch.GetTimestamp();
                    // Each client has keys of its own: what is compared is the shims, not the conflicts.
                    string[] arguments = [$"key-{client}-{number % KeysPerClient}", Value];
                    await contract.SubmitAsync(operation, [.. arguments.Select(Bytes)], cancellationToken: cancellationToken);
                    lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(called).TotalMilliseconds);
                }
            },
            cancellationToken)));
        return (latencies, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The contract on our shim.</summary>
    public static ProcessStartInfo Own(string packageId, int port) =>
        new("dotnet", [typeof(ChaincodeBenchmark).Assembly.Location, BenchChaincode.Verb, packageId, $"{port}"]);

    /// <summary>The contract on the official shim.</summary>
    /// <exception cref="InvalidOperationException">Its packages are not there.</exception>
    public static ProcessStartInfo Node(string packageId, int port)
    {
        var folder = Path.Combine(Repository(), "tests", "interop");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "fabric-shim")))
            throw new InvalidOperationException("the official Fabric packages for Node are not there: run make interop");
        return new ProcessStartInfo("node", ["bench-chaincode.js"])
        {
            WorkingDirectory = folder,
            Environment = { ["PACKAGE_ID"] = packageId, ["ADDRESS"] = $"127.0.0.1:{port}", ["CORE_CHAINCODE_LOGGING_SHIM"] = "ERROR" },
        };
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FLChain.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the benchmark does not run inside the repository");
    }
}
