using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Scenes;

/// <summary>One trainer of a scene: the training script that everybody writes, honest or with another conduct beneath it.</summary>
internal sealed class SceneTrainer : IAsyncDisposable
{
    /// <summary>The price that every member expects, and so the model's.</summary>
    public const long Price = 5_000;

    private static readonly SoftmaxRegression Model = new(4, 3);

    private readonly Trainer _trainer;
    private readonly int _place;
    private readonly TaskCompletionSource _trained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Federation? _federation;

    public SceneTrainer(string optionsFile, int place, Conduct conduct, IProgress<TrainingEvent>? progress)
    {
        _place = place;
        var options = Options(optionsFile, conduct, progress);
        _trainer = Trainer.Connect(options);
        Ledger = LedgerClient.Connect(options.Profile);
    }

    public string DpId => _trainer.DpId;

    public string Name => $"trainer-{_place + 1}";

    /// <summary>The ledger as this trainer, for what a script cannot do.</summary>
    public LedgerClient Ledger { get; }

    /// <summary>Ends when the script has trained and published, or can go no further.</summary>
    public Task Trained => _trained.Task;

    /// <summary>What ended the script before its time; null while it has not.</summary>
    public Exception? Failure { get; private set; }

    public static Terms TermsOf(int trainers, int threshold, int iterations) =>
        FederationTerms.For(Model.Describe(), Model.ParameterCount, threshold, trainers, threshold, iterations);

    /// <summary>Options with the short keys of the laboratory.</summary>
    public static TrainerOptions Options(string file, Conduct conduct, IProgress<TrainingEvent>? progress)
    {
        var options = TrainerOptions.Load(file);
        return new TrainerOptions
        {
            Profile = options.Profile,
            StateDirectory = options.StateDirectory,
            Artifacts = options.Artifacts,
            Progress = progress,
            MaxParallelism = 1,
            KeySizes = KeySizePolicy.InsecureTestsOnly,
            Conduct = conduct,
        };
    }

    public Task RegisterAsync(CancellationToken cancellationToken) =>
        _trainer.RegisterAsync(new DataResource(4, 1_000, 3, $"shard {_place + 1} of the laboratory"), cancellationToken);

    public Task PublishAsync(PublishModel proposal, CancellationToken cancellationToken) => _trainer.PublishAsync(proposal, cancellationToken);

    /// <summary>Joins, trains and publishes the model. How it ends is for the ledger to say; what stops the script is kept.</summary>
    public async Task RunAsync(string fid, CancellationToken cancellationToken)
    {
        try
        {
            _federation = await _trainer.JoinAsync(fid, new Intention(Price, ExpectedIncome: 2_000, Cost: 500), cancellationToken: cancellationToken);
            await foreach (var round in _federation.Rounds(cancellationToken))
                await round.ContributeAsync(GradientOf(round.Iteration, round.Weights.Length), cancellationToken);
            await _federation.FinishAsync(Model.ExportOnnx(_federation.Weights), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failure = error;
        }
        finally
        {
            _trained.TrySetResult();
        }
    }

    /// <summary>Shows judges a drawn gradient: the trainer repeats it, as honest training gives it, and holds it against what it submitted.</summary>
    public async Task<InspectionComparison> RepeatAsync(string fid, int iteration, CancellationToken cancellationToken)
    {
        var inspection = await _trainer.InspectionAsync(fid, iteration, cancellationToken);
        return inspection.Compare(GradientOf(iteration, inspection.Weights.Length));
    }

    /// <summary>Delivers what is bought until cancelled.</summary>
    public async Task SellAsync(CancellationToken cancellationToken)
    {
        if (_federation is null || Failure is not null) return;
        try
        {
            await _federation.ServeSalesAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The scene is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_federation is not null) await _federation.DisposeAsync();
        await Ledger.DisposeAsync();
        await _trainer.DisposeAsync();
    }

    // Numbers that differ by trainer and iteration: what is learned from them is not the laboratory's matter.
    private float[] GradientOf(int iteration, int parameters) =>
        [.. Enumerable.Range(0, parameters).Select(k => (float)Math.Sin((k + 1) * (_place + 2) * iteration))];
}
