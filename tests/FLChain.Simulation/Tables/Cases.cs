using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tables;

/// <summary>The cases of Table IV, each played to its end from a federation whose training is about to begin.</summary>
internal sealed class Cases(World training)
{
    /// <summary>The member that misbehaves or is unqualified.</summary>
    public const int Culprit = 3;

    private Cast Cast => training.Cast;

    /// <summary>Everybody trains well, and one copy is sold.</summary>
    public async Task<World> WellTrainedAsync()
    {
        var world = await TrainedAsync();
        await world.SellAsync(0);
        return world;
    }

    /// <summary>A masked gradient is wrong and nobody says so: there is no sum to unmask, and the federation ends without a model.</summary>
    public async Task<World> UnreportedAsync()
    {
        var (world, iteration) = await WithWrongGradientAsync();
        world.Ledger.AdvanceSeconds((4 * Cast.Terms.AggregateSeconds) + 1);
        await iteration.ExpireAsync(Phases.Aggregate);
        return world;
    }

    /// <summary>The same, and a detector reports it.</summary>
    public async Task<World> ReportedAsync()
    {
        var (world, iteration) = await WithWrongGradientAsync();
        await iteration.ReportAsync(Cast.Reporter, FaultKind.IncorrectGradient, Culprit);
        return world;
    }

    /// <summary>A detector reports a masked gradient that is right.</summary>
    public async Task<World> FalselyReportedAsync()
    {
        var world = training.Fork();
        var iteration = new Iteration(world, 1);
        await iteration.PlayHonestlyAsync();
        await iteration.ReportAsync(Cast.Reporter, FaultKind.IncorrectGradient, Culprit);
        return world;
    }

    /// <summary>A detector reports an unqualified trainer, and the judge agrees: its model may not be sold.</summary>
    public Task<World> UnqualifiedReportedAsync() => AccusedAsync(Verdict.Guilty);

    /// <summary>A detector reports a qualified trainer as unqualified, and the judge dismisses it.</summary>
    public Task<World> UnqualifiedFalselyReportedAsync() => AccusedAsync(Verdict.Dismissed);

    private async Task<World> TrainedAsync()
    {
        var world = training.Fork();
        for (var number = 1; number <= Cast.Terms.Iterations; number++) await new Iteration(world, number).PlayHonestlyAsync();
        await world.FinishAsync(Enumerable.Range(0, Cast.Members.Count), (_, _) => Ratio.One);
        return world;
    }

    private async Task<(World World, Iteration Iteration)> WithWrongGradientAsync()
    {
        var world = training.Fork();
        var iteration = new Iteration(world, 1);
        for (var member = 0; member < Cast.Members.Count; member++)
            await iteration.GiveAsync(member, Cast.Gradient(1, member, wrong: member == Culprit), 0, _ => Ratio.One);
        return (world, iteration);
    }

    private async Task<World> AccusedAsync(Verdict verdict)
    {
        var world = await TrainedAsync();
        await world.JudgeAsync(await world.AccuseAsync(Cast.Reporter, Culprit), verdict);
        return world;
    }
}
