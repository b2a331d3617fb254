using System.Collections.Concurrent;
using FLChain.TrainerSdk.Progress;
using Spectre.Console;

namespace FLChain.Cli.Demo;

/// <summary>The story on a terminal: a line for each chapter, and a bar for the iterations; on a pipe, a line now and then.</summary>
internal sealed class ConsoleDemoView(IAnsiConsole console) : IDemoView
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentDictionary<string, int> _iterations = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Action<int>? _showIteration;

    public void Chapter(string text) => Line($"[bold]{Markup.Escape(text)}[/]");

    public void Note(string text) => Line($"  {Markup.Escape(text)}");

    public void Step(TrainingEvent happened)
    {
        switch (happened.Step)
        {
            case TrainingStep.RoundFinished:
                _iterations[happened.DpId] = happened.Iteration;
                _showIteration?.Invoke(_iterations.Values.Min());
                break;
            case TrainingStep.PartnerFault:
                Line($"  [red]{Markup.Escape(happened.Message)}[/]");
                break;
            case TrainingStep.Preparing when happened.Message.Length > 0:
                Note(happened.Message);
                break;
        }
    }

    public IDisposable Iterations(int iterations, int trainers)
    {
        var bar = new IterationBar(console, iterations, () => _showIteration = null, Note);
        _showIteration = bar.Show;
        return bar;
    }

    private void Line(string markup)
    {
        lock (_lock) console.MarkupLine($"[grey]{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,6:F1} s[/]  {markup}");
    }

    private sealed class IterationBar : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _shown;
        private readonly int _total;
        private readonly Action _release;
        private readonly Action<string> _say;
        private readonly bool _interactive;
        private ProgressTask? _task;
        private int _last;

        public IterationBar(IAnsiConsole console, int total, Action release, Action<string> say)
        {
            _total = total;
            _release = release;
            _say = say;
            _interactive = console.Profile.Capabilities.Interactive;
            _shown = _interactive ? ShowAsync(console) : Task.CompletedTask;
        }

        public void Show(int iteration)
        {
            var before = Interlocked.Exchange(ref _last, iteration);
            if (_task is { } task) task.Value = iteration;
            else if (!_interactive && iteration > before && (iteration == _total || iteration * 10 / _total > before * 10 / _total))
                _say($"iteration {iteration} of {_total}");
        }

        public void Dispose()
        {
            _release();
            _ended.TrySetResult();
            _shown.GetAwaiter().GetResult();
        }

        private Task ShowAsync(IAnsiConsole console) => console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                _task = context.AddTask("iterations", maxValue: _total);
                await _ended.Task;
            });
    }
}
