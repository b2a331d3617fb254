using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>
/// A training script: it connects, registers, publishes, joins, trains, finishes and sells, as the samples do. Running it
/// again after <see cref="KillAsync"/> is what starting the script again is: a new connection and the same state folder.
/// </summary>
internal sealed class TestMember(string optionsFile, int place, FederationShape shape) : IAsyncDisposable
{
    private static readonly Intention Expectation = new(ExpectedPrice: 5_000, ExpectedIncome: 2_000, Cost: 500);
    private CancellationTokenSource _life = new(TestFederation.LongestWait);
    private Trainer? _trainer;
    private Federation? _federation;
    private Task _running = Task.CompletedTask;

    public int Place => place;

    public string OptionsFile => optionsFile;

    public string StateDirectory => TrainerOptions.Load(optionsFile).StateDirectory;

    public string DpId => Trainer.DpId;

    public Trainer Trainer => _trainer ?? throw new InvalidOperationException("the script does not run");

    public Federation Federation => _federation ?? throw new InvalidOperationException("the script has not joined");

    public IProgress<TrainingEvent>? Progress { get; init; }

    /// <summary>Where the encrypted model goes; null for the folder of the options file.</summary>
    public IArtifactStore? Store { get; init; }

    /// <summary>Called when the encrypted model has been stored.</summary>
    public Func<Task>? AfterStoring { get; set; }

    /// <summary>Called with each round before the gradient is given; may kill.</summary>
    public Func<Round, Task>? BeforeContributing { get; set; }

    /// <summary>Called with each round after the gradient is on the ledger; may kill.</summary>
    public Func<Round, Task>? AfterContributing { get; set; }

    /// <summary>The token of the process that runs now; it also ends a script that would wait for ever.</summary>
    public CancellationToken Life => _life.Token;

    /// <summary>Weights after the last run.</summary>
    public float[] Weights => Federation.Weights.ToArray();

    /// <summary>The model's file as this member would publish it.</summary>
    public byte[] File => shape.Model.ExportOnnx(Federation.Weights);

    public void Connect() => _trainer ??= Trainer.Connect(Options(optionsFile, Progress, new WatchedStore(this), shape.Reports, shape.ConductOf(place)));

    public async Task RegisterAsync()
    {
        Connect();
        await Trainer.RegisterAsync(new DataResource(7, 1_000 + place, 5), Life);
    }

    public Task PublishAsync() => Trainer.PublishAsync(
        new PublishModel(
            FederationShape.Fid, "A test", "Numbers", "classification", "accuracy", shape.Terms, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()),
        Life);

    public async Task JoinAsync() =>
        _federation = await Trainer.JoinAsync(FederationShape.Fid, Expectation, shape.SecretInitialWeights ? null : _ => shape.InitialWeights(), Life);

    /// <summary>Gives a gradient to each iteration until the last one, or until one is asked for that lies beyond.</summary>
    public async Task TrainAsync(int upTo = int.MaxValue)
    {
        await foreach (var round in Federation.Rounds(Life))
        {
            if (round.Iteration > upTo) return;
            if (BeforeContributing is { } before) await before(round);
            var gradient = shape.Gradient(place, round.Iteration, round.Weights);
            await (shape.AccuracyOf(place) is { } accuracy ? round.ContributeAsync(gradient, accuracy, Life) : round.ContributeAsync(gradient, Life));
            if (AfterContributing is { } after) await after(round);
        }
    }

    public Task<ModelRecord> FinishAsync() => Federation.FinishAsync(File, Life);

    /// <summary>The whole script, from its beginning, up to the finished model.</summary>
    public async Task<ModelRecord> RunAsync()
    {
        await RegisterAsync();
        await PublishAsync();
        await JoinAsync();
        await TrainAsync();
        return await FinishAsync();
    }

    /// <summary>Starts the script in the background; the task is its end.</summary>
    public Task<ModelRecord> Start()
    {
        var running = RunAsync();
        _running = running;
        return running;
    }

    /// <summary>Ends the script in the middle of whatever it does, without a word to anyone; it can be run again.</summary>
    public async Task KillAsync()
    {
        await _life.CancelAsync();
        await _running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_federation is not null) await _federation.DisposeAsync();
        if (_trainer is not null) await _trainer.DisposeAsync();
        _federation = null;
        _trainer = null;
        _running = Task.CompletedTask;
        _life.Dispose();
        _life = new CancellationTokenSource(TestFederation.LongestWait);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _life.Dispose();
    }

    /// <summary>The options of a party of the consortium, with short keys allowed.</summary>
    public static TrainerOptions Options(string file, IProgress<TrainingEvent>? progress = null, IArtifactStore? artifacts = null, bool reports = true, Conduct? conduct = null)
    {
        var options = TrainerOptions.Load(file);
        return new TrainerOptions
        {
            Profile = options.Profile,
            StateDirectory = options.StateDirectory,
            Artifacts = artifacts ?? options.Artifacts,
            Progress = progress,
            MaxParallelism = 1,
            ReportMisbehavior = reports,
            KeySizes = KeySizePolicy.InsecureTestsOnly,
            Conduct = conduct ?? Conduct.Honest,
        };
    }

    private sealed class WatchedStore(TestMember member) : IArtifactStore
    {
        private readonly IArtifactStore _inner = member.Store ?? TrainerOptions.Load(member.OptionsFile).Artifacts!;

        public async Task PutAsync(string digest, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default)
        {
            await _inner.PutAsync(digest, ciphertext, cancellationToken);
            if (member.AfterStoring is { } after) await after();
        }

        public Task<byte[]?> GetAsync(string digest, long maxBytes, CancellationToken cancellationToken = default) => _inner.GetAsync(digest, maxBytes, cancellationToken);
    }
}
