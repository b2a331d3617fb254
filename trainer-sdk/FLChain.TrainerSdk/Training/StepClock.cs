using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>Adds up how long one trainer spends on each step of one iteration. Whatever is not measured is the ledger's: submitting, reading and waiting; work that runs meanwhile counts as work.</summary>
internal sealed class StepClock(TimeProvider clock)
{
    private readonly Dictionary<TrainingStep, TimeSpan> _spent = [];
    private readonly Lock _lock = new();
    private readonly long _began = clock.GetTimestamp();

    public T Run<T>(TrainingStep step, Func<T> work)
    {
        var began = clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Add(step, clock.GetElapsedTime(began));
        }
    }

    /// <summary>The same for work on another thread, so that whoever waits for the ledger goes on.</summary>
    public Task<T> RunAsync<T>(TrainingStep step, Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(() => Run(step, work), cancellationToken);

    public void Add(TrainingStep step, TimeSpan elapsed)
    {
        lock (_lock) _spent[step] = _spent.GetValueOrDefault(step) + elapsed;
    }

    /// <summary>What was added up for one step.</summary>
    public TimeSpan Spent(TrainingStep step)
    {
        lock (_lock) return _spent.GetValueOrDefault(step);
    }

    /// <summary>Every step with its time, the rest as <see cref="TrainingStep.Ledger"/>.</summary>
    public IReadOnlyList<(TrainingStep Step, TimeSpan Elapsed)> Total()
    {
        lock (_lock)
        {
            var rest = clock.GetElapsedTime(_began) - _spent.Values.Aggregate(TimeSpan.Zero, (sum, spent) => sum + spent);
            return [.. _spent.OrderBy(spent => spent.Key).Select(spent => (spent.Key, spent.Value)), (TrainingStep.Ledger, rest > TimeSpan.Zero ? rest : TimeSpan.Zero)];
        }
    }
}
