using FLChain.Benchmarks;
using FLChain.Benchmarks.Paper;

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

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return args is ["paper", ..] ? await PaperCommand.RunAsync(args[1..], stop.Token) : await BenchCommand.RunAsync(args, stop.Token);
