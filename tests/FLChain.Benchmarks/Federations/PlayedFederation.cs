using FLChain.Cli.Consortium;
using FLChain.Cli.Demo;
using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Ledger;
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

    // Recruitment as short as publishing many takes; what comes too close to its end would be refused.
    private static readonly TimeSpan TimeToPublish = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan PublishingTakes = TimeSpan.FromSeconds(0.5);

    private readonly FederationPlan _plan;
    private readonly EmbeddedConsortium? _consortium;
    private readonly AuthorityOffice _authority;
    private readonly IReadOnlyList<Trainer> _trainers;
    private IReadOnlyList<Federation> _members = [];

    private PlayedFederation(FederationPlan plan, EmbeddedConsortium? consortium, OptionsFiles files, RoundTimes times)
    {
        _plan = plan;
        _consortium = consortium;
        Files = files;
        Times = times;
        _authority = AuthorityOffice.Connect(TrainerOptions.Load(files.Authority));
        _trainers = [.. files.Trainers.Take(plan.Shards.Count - plan.Elsewhere).Select(file => Trainer.Connect(TrainerOptions.Load(file, times)))];
    }

    public OptionsFiles Files { get; }

    /// <summary>Blocks of the embedded consortium.</summary>
    public ulong Height => _consortium?.Height ?? throw new InvalidOperationException("the consortium is not embedded");

    public RoundTimes Times { get; }

    /// <summary>The members in the order of the plan's shards.</summary>
    public IReadOnlyList<Federation> Members => _members;

    /// <summary>Starts the consortium, establishes the federation and has its keys dealt; training can begin.</summary>
    /// <param name="plan">What to play.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="elsewhere">Starts the scripts of the trainers that run elsewhere, once the model is published; given their options files.</param>
    public static async Task<PlayedFederation> StartAsync(FederationPlan plan, CancellationToken cancellationToken, Action<IReadOnlyList<string>>? elsewhere = null)
    {
        var consortium = plan.Parties is not null
            ? null
            : await EmbeddedConsortium.StartAsync(
                new EmbeddedConsortiumOptions { Directory = plan.Directory, Trainers = plan.Shards.Count, PayloadBlocksToLive = plan.PayloadBlocksToLive }, cancellationToken);
        var played = new PlayedFederation(plan, consortium, consortium?.Files ?? OptionsFiles.Open(plan.Parties!), new RoundTimes(plan.Shards.Count - plan.Elsewhere));
        try
        {
            await played.EstablishAsync(elsewhere, cancellationToken);
            return played;
        }
        catch
        {
            await played.DisposeAsync();
            throw;
        }
    }

    /// <summary>The whole script of one trainer, for a process of its own: joins the published federation and trains to the end.</summary>
    public static async Task ElsewhereAsync(string optionsFile, IFederatedModel model, Dataset data, CancellationToken cancellationToken)
    {
        await using var trainer = Trainer.Connect(optionsFile);
        await using var member = await JoinAsync(trainer, model, 1, cancellationToken);
        await TrainAsync(member, model, new BatchSampler(data, 64, 1), null, cancellationToken);
    }

    /// <summary>Runs every trainer's script to the last iteration of the terms.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="before">What each script waits for before it gives an iteration's gradient; null for nothing.</param>
    public Task TrainAsync(CancellationToken cancellationToken, Func<int, CancellationToken, Task>? before = null) =>
        Together.RunAsync(_members.Index(), (each, token) => TrainAsync(each.Item, each.Index, before, token), cancellationToken);

    /// <summary>Lets the ledger grow by blocks that hold nothing of this federation.</summary>
    public async Task AddBlocksAsync(int blocks, CancellationToken cancellationToken)
    {
        var nobody = new string('0', 64);
        for (var k = 0; k < blocks; k++) await _authority.MintAsync(nobody, 1, $"block-{Guid.NewGuid():N}", cancellationToken);
    }

    /// <summary>Lets the ledger grow by models that nobody joined: as many at a time as may recruit, until their recruitment is over.</summary>
    public async Task AddModelsAsync(int models, CancellationToken cancellationToken)
    {
        await using var ledger = LedgerClient.Connect(Files.AuditorProfile);
        // There is one clock here: recruitment is over when its time is.
        if (await _authority.PolicyAsync(cancellationToken) is { ClockSkewSeconds: > 0 } policy)
            await _authority.SetPolicyAsync(policy with { ClockSkewSeconds = 0 }, cancellationToken);
        for (var left = models; left > 0;)
        {
            var recruitUntil = DateTimeOffset.UtcNow + TimeToPublish;
            var published = 0;
            while (published < left && published < _trainers.Count * PolicyRules.MaxRecruitingOfOne && DateTimeOffset.UtcNow + PublishingTakes < recruitUntil)
                await PublishAsync(_trainers[published++ % _trainers.Count], $"other-{Guid.NewGuid():N}", recruitUntil, cancellationToken);
            left -= published;
            while (DateTimeOffset.UtcNow <= recruitUntil) await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            await ledger.SubmitAsync(TransactionNames.Federation.Contract, TransactionNames.Federation.Establish, null, null, cancellationToken);
        }
    }

    /// <summary>Has every member publish the finished model; it goes on sale.</summary>
    public async Task<ModelRecord> FinishAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_members.Select(member => member.FinishAsync(_plan.Model.ExportOnnx(member.Weights), cancellationToken))))[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
        foreach (var trainer in _trainers) await trainer.DisposeAsync();
        await _authority.DisposeAsync();
        if (_consortium is not null) await _consortium.DisposeAsync();
    }

    private static Task<Federation> JoinAsync(Trainer trainer, IFederatedModel model, long seed, CancellationToken cancellationToken) => trainer.JoinAsync(
        FederationPlan.Fid, new Intention(5_000, 2_000, 500), _ => LocalTraining.InitialWeights(model, seed), cancellationToken);

    private static async Task<Federation> TrainAsync(
        Federation member, IFederatedModel model, BatchSampler batches, Func<int, CancellationToken, Task>? before, CancellationToken cancellationToken)
    {
        var gradient = new float[model.ParameterCount];
        await foreach (var round in member.Rounds(cancellationToken))
        {
            if (before is not null) await before(round.Iteration, cancellationToken);
            model.Gradient(round.Weights, batches.At(round.Iteration - 1), gradient);
            await round.ContributeAsync(gradient, cancellationToken);
        }

        return member;
    }

    private Task<Federation> TrainAsync(Federation member, int place, Func<int, CancellationToken, Task>? before, CancellationToken cancellationToken) =>
        TrainAsync(member, _plan.Model, new BatchSampler(_plan.Shards[place], _plan.BatchSize, _plan.SeedOf(place)), before, cancellationToken);

    private async Task EstablishAsync(Action<IReadOnlyList<string>>? elsewhere, CancellationToken cancellationToken)
    {
        var away = Files.Trainers.Skip(_trainers.Count).Take(_plan.Elsewhere).ToArray();
        var awayTrainers = away.Select(Trainer.Connect).ToArray();
        if (await _authority.PolicyAsync(cancellationToken) is null)
            await _authority.SetPolicyAsync(Policy.Default(_authority.MspId, _authority.EncryptionKey), cancellationToken);
        Trainer[] all = [.. _trainers, .. awayTrainers];
        foreach (var trainer in all) await _authority.MintAsync(trainer.DpId, TrainerFunds, $"funds-{trainer.DpId[..16]}", cancellationToken);
        await Task.WhenAll(all.Select((trainer, place) =>
            trainer.RegisterAsync(new DataResource(_plan.Shards[place].FeatureCount, _plan.Shards[place].Count, _plan.Shards[place].LabelCount, $"shard {place + 1}"), cancellationToken)));
        foreach (var trainer in awayTrainers) await trainer.DisposeAsync();
        await PublishAsync(_trainers[0], FederationPlan.Fid, DateTimeOffset.UtcNow.AddHours(1), cancellationToken);
        elsewhere?.Invoke(away);

        using var dealt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var dealing = _authority.ServeAsync(dealt.Token);
        _members = await Task.WhenAll(_trainers.Select(trainer => JoinAsync(trainer, _plan.Model, _plan.Seed, cancellationToken)));
        await dealt.CancelAsync();
        await dealing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private Task<ModelRecord> PublishAsync(Trainer publisher, string fid, DateTimeOffset recruitUntil, CancellationToken cancellationToken) => publisher.PublishAsync(
        new PublishModel(fid, "Measured model", "Trained to be measured", "classification", "test accuracy", Terms(), recruitUntil.ToUnixTimeMilliseconds()),
        cancellationToken);

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
