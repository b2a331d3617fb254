using FLChain.Benchmarks;
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

if (args is ["--help" or "-h"])
{
    Console.WriteLine("usage: make bench [ARGS=\"[kernels] [peer] [demo]\"]\nMeasures all three, or those named, prints a table and writes bench.json.\n"
        + "make bench-fabric measures our chaincode beside the official one for Node on a Fabric network.");
    return 0;
}

string[] known = ["kernels", "peer", "demo", "fabric"];
if (args.Except(known).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"there is no benchmark '{unknown}': kernels, peer, demo or fabric");
    return 2;
}

// Fabric needs a network: it is measured when it is named.
var chosen = args.Length > 0 ? args : known[..3];
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var figures = new FigureTable();
if (chosen.Contains("kernels")) KernelBenchmark.Run(figures);
if (chosen.Contains("peer")) await PeerBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("demo")) await DemoBenchmark.RunAsync(figures, stop.Token);
if (chosen.Contains("fabric")) await ChaincodeBenchmark.RunAsync(figures, stop.Token);
figures.Print();
figures.Write("bench.json");
return 0;
