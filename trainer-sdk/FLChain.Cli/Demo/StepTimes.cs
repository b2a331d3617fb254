using System.Collections.Concurrent;
using FLChain.TrainerSdk.Progress;

namespace FLChain.Cli.Demo;

/// <summary>Collects what the trainers report: how long each spent on what, and how far they are.</summary>
internal sealed class StepTimes(Action<TrainingEvent> forward) : IProgress<TrainingEvent>
{
    private static readonly TrainingStep[] Measured =
        [TrainingStep.LocalTraining, TrainingStep.Masking, TrainingStep.Proving, TrainingStep.Verifying, TrainingStep.Aggregating, TrainingStep.Unmasking, TrainingStep.Ledger];

    private readonly ConcurrentDictionary<(string DpId, TrainingStep Step), TimeSpan> _spent = new();

    public void Report(TrainingEvent value)
    {
        if (value.Elapsed > TimeSpan.Zero) _spent.AddOrUpdate((value.DpId, value.Step), value.Elapsed, (_, spent) => spent + value.Elapsed);
        forward(value);
    }

    /// <summary>Seconds of each step, on average over the trainers.</summary>
    public IReadOnlyDictionary<string, double> Averages()
    {
        var trainers = Math.Max(1, _spent.Keys.Select(key => key.DpId).Distinct().Count());
        return Measured.ToDictionary(
            step => char.ToLowerInvariant(step.ToString()[0]) + step.ToString()[1..],
            step => Math.Round(_spent.Where(spent => spent.Key.Step == step).Sum(spent => spent.Value.TotalSeconds) / trainers, 3));
    }
}
