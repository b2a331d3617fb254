using FLChain.Benchmarks;
using FLChain.Benchmarks.Gateway;
using FLChain.Benchmarks.Paper;

if (args is ["paper", ..])
{
    using var stopPaper = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stopPaper.Cancel();
    };
    return await PaperCommand.RunAsync(args[1..], stopPaper.Token);
}

if (args is [BenchChaincode.Verb, var packageId, var port])
{
    await BenchChaincode.ServeAsync(packageId, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is [TrainerMemory.Verb, var optionsFile, var model])
{
    await TrainerMemory.RunAsync(optionsFile, model, CancellationToken.None);
    return 0;
}

if (args is ["--help" or "-h"])
{
    Console.WriteLine("usage: make bench [ARGS=\"[kernels] [peer] [demo] [iterations] [largest] [gateway]\"]\nMeasures all but the last two, or those named, prints a table beside the earlier docs/bench.json, writes bench.json and the plots in docs/.\n"
        + "largest: iterations, and those of 32 trainers too. gateway: filter, tree and REST with 10,000 models and 50,000 trainers. Real Fabric is measured where FABRIC_HOME is set.\n"
        + "make bench-fabric measures our chaincode beside the official one for Node, by itself and on a Fabric network.");
    return 0;
}

string[] known = ["kernels", "peer", "demo", "iterations", "largest", "shim", "fabric", "gateway"];
if (args.Except(known).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"there is no benchmark '{unknown}': {string.Join(", ", known)}");
    return 2;
}

// Thirty-two trainers take long, and the chaincodes need a network: they are measured when they are named.
var chosen = args.Length > 0 ? args : known[..4];
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var figures = new FigureTable(Path.Combine("docs", "bench.json"));
if (chosen.Contains("kernels")) KernelBenchmark.Run(figures);
if (chosen.Contains("peer")) await PeerBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("demo")) await DemoBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("shim")) await ShimBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("fabric")) await ChaincodeBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("iterations") || chosen.Contains("largest")) await IterationBenchmark.RunAsync(figures, chosen.Contains("largest"), stop.Token);
if (chosen.Contains("gateway")) await GatewayBenchmark.RunAsync(figures, stop.Token);
figures.Print();
figures.Write("bench.json");
Plots.Write(figures.All(), "docs");
return 0;
