using FLChain.Simulation.Strategies;
using FLChain.Simulation.Tables;

// What make paper-tables and make simulate run; the exit code says whether what is claimed holds.
return args switch
{
    ["paper-tables"] => await PaperTables.PrintAsync(Console.Out),
    ["simulate", .. var rest] => await SimulateCommand.RunAsync(rest, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"usage: FLChain.Simulation paper-tables | {SimulateCommand.Usage}");
    return 2;
}
