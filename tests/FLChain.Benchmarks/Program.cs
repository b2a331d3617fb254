using FLChain.Benchmarks;

if (args is ["--help" or "-h"])
{
    Console.WriteLine("usage: make bench [ARGS=\"[kernels] [peer] [demo]\"]\nMeasures all three, or those named, prints a table and writes bench.json.");
    return 0;
}

string[] known = ["kernels", "peer", "demo"];
if (args[0] != "profile" && args.Except(known).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"there is no benchmark '{unknown}': kernels, peer or demo");
    return 2;
}

var profile = args.Length >= 3 && args[0] == "profile";
if (profile)
{
    var table = new FigureTable();
    await IterationBenchmark.RunAsync(table, "profile", FLChain.TrainerSdk.Models.ModelDescription.Parse(args[1]), int.Parse(args[2]), int.Parse(args[3]), args.Length > 4 ? args[4] : null, CancellationToken.None);
    return 0;
}

var chosen = args.Length > 0 ? args : known;
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
figures.Print();
figures.Write("bench.json");
return 0;
