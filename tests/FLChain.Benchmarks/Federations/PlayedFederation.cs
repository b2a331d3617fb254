using FLChain.Cli.Consortium;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Training;

namespace FLChain.Benchmarks.Federations;

/// <summary>
/// A federation on the embedded peer: the real wire, the real contracts, one training script for each trainer. In a folder
/// that holds one already it goes on where that was.
/// </summary>
internal sealed class PlayedFederation : IAsyncDisposable
{
    private const long TrainerFunds = 2_000_000;
    private readonly FederationPlan _plan;
    private readonly AuthorityOffice _authority;
    private readonly IReadOnlyList<Trainer> _trainers;
    private IReadOnlyList<Federation> _members = [];

    private PlayedFederation(FederationPlan plan, EmbeddedConsortium consortium, RoundTimes times)
    {
        _plan = plan;
        Consortium = consortium;
        Times = times;
        _authority = AuthorityOffice.Connect(TrainerOptions.Load(consortium.Files.Authority));
        _trainers = [.. consortium.Files.Trainers.Select(file => Trainer.Connect(TrainerOptions.Load(file, times)))];
    }

    public EmbeddedConsortium Consortium { get; }

    public RoundTimes Times { get; }

    /// <summary>The members in the order of the plan's shards.</summary>
    public IReadOnlyList<Federation> Members => _members;

    /// <summary>Starts the consortium, establishes the federation and has its keys dealt; training can begin.</summary>
    public static async Task<PlayedFederation> StartAsync(FederationPlan plan, CancellationToken cancellationToken)
    {
        var consortium = await EmbeddedConsortium.StartAsync(
            new EmbeddedConsortiumOptions { Directory = plan.Directory, Trainers = plan.Shards.Count, PayloadBlocksToLive = plan.PayloadBlocksToLive }, cancellationToken);
        var played = new PlayedFederation(plan, consortium, new RoundTimes(plan.Shards.Count));
        try
        {
            await played.EstablishAsync(cancellationToken);
            return played;
        }
        catch
        {
            await played.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs every trainer's script to the last iteration of the terms.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="before">What each script waits for before it gives a gradient; null for nothing.</param>
    public Task TrainAsync(CancellationToken cancellationToken, Func<CancellationToken, Task>? before = null) =>
        Task.WhenAll(_members.Select((member, place) => Task.Run(() => TrainAsync(member, place, before, cancellationToken), cancellationToken)));

    /// <summary>Has every member publish the finished model; it goes on sale.</summary>
    public async Task<ModelRecord> FinishAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_members.Select(member => member.FinishAsync(_plan.Model.ExportOnnx(member.Weights), cancellationToken))))[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
        foreach (var trainer in _trainers) await trainer.DisposeAsync();
        await _authority.DisposeAsync();
        await Consortium.DisposeAsync();
    }

    private async Task TrainAsync(Federation member, int place, Func<CancellationToken, Task>? before, CancellationToken cancellationToken)
    {
        var batches = new BatchSampler(_plan.Shards[place], _plan.BatchSize, _plan.SeedOf(place));
        var gradient = new float[_plan.Model.ParameterCount];
        await foreach (var round in member.Rounds(cancellationToken))
        {
            if (before is not null) await before(cancellationToken);
            _plan.Model.Gradient(round.Weights, batches.At(round.Iteration - 1), gradient);
            await round.ContributeAsync(gradient, cancellationToken);
        }
    }

    private async Task EstablishAsync(CancellationToken cancellationToken)
    {
        if (await _authority.PolicyAsync(cancellationToken) is null)
            await _authority.SetPolicyAsync(Policy.Default(_authority.MspId, _authority.EncryptionKey), cancellationToken);
        foreach (var trainer in _trainers) await _authority.MintAsync(trainer.DpId, TrainerFunds, $"funds-{trainer.DpId[..16]}", cancellationToken);
        await Task.WhenAll(_trainers.Select((trainer, place) =>
            trainer.RegisterAsync(new DataResource(_plan.Shards[place].FeatureCount, _plan.Shards[place].Count, _plan.Shards[place].LabelCount, $"shard {place + 1}"), cancellationToken)));
        await _trainers[0].PublishAsync(
            new PublishModel(FederationPlan.Fid, "Measured model", "Trained to be measured", "classification", "test accuracy", Terms(), DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()),
            cancellationToken);

        using var dealt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var dealing = _authority.ServeAsync(dealt.Token);
        _members = await Task.WhenAll(_trainers.Select((trainer, place) => trainer.JoinAsync(
            FederationPlan.Fid, new Intention(5_000 + (100 * place), 2_000, 500), _ => LocalTraining.InitialWeights(_plan.Model, _plan.Seed), cancellationToken)));
        await dealt.CancelAsync();
        await dealing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private Terms Terms()
    {
        var trainers = _plan.Shards.Count;
        var terms = FederationTerms.For(_plan.Model.Describe(), _plan.Model.ParameterCount, trainers, trainers, _plan.Threshold, _plan.Iterations) with
        {
            ModulusBits = _plan.ModulusBits,
            LearningRatePpm = (int)Math.Round(_plan.LearningRate * 1e6),
            GradientSeconds = 3_600,
            AggregateSeconds = 3_600,
            ShareSeconds = 3_600,
        };
        return _plan.Masking is { } masking ? terms with { Masking = masking } : terms;
    }
}
