using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Training;

namespace FLChain.Cli.Demo;

/// <summary>One trainer of the demo: the training script that a data scientist would write.</summary>
internal sealed class DemoTrainer(Trainer trainer, IFederatedModel model, Dataset data, DemoOptions options, int place) : IAsyncDisposable
{
    private Federation? _federation;

    public string DpId => trainer.DpId;

    /// <summary>Registers, and freezes a deposit for this federation beside those that back earlier ones.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var record = await trainer.RegisterAsync(new DataResource(data.FeatureCount, data.Count, data.LabelCount, $"shard {place + 1} of the demo"), cancellationToken);
        if (record.Engagements.Contains(options.Fid, StringComparer.Ordinal)) return;
        if ((await trainer.LiabilityAsync(cancellationToken)).ToJoin is > 0 and var missing) await trainer.DepositAsync(missing, cancellationToken);
    }

    public Task<ModelRecord> PublishAsync(PublishModel proposal, CancellationToken cancellationToken) => trainer.PublishAsync(proposal, cancellationToken);

    /// <summary>Joins; returns when the keys are dealt and training begins.</summary>
    public async Task<Federation> JoinAsync(string fid, CancellationToken cancellationToken) =>
        // The comparison needs weights that it can start from too; a model for real sale leaves this out and gets secret ones.
        _federation = await trainer.JoinAsync(
            fid, new Intention(ExpectedPrice: 5_000 + 100 * place, ExpectedIncome: 2_000, Cost: 500), _ => LocalTraining.InitialWeights(model, options.Seed), cancellationToken);

    /// <summary>Contributes to every iteration and publishes the model.</summary>
    public async Task<ModelRecord> TrainAsync(CancellationToken cancellationToken)
    {
        var federation = _federation ?? throw new InvalidOperationException("not in a federation yet");
        var batches = new BatchSampler(data, options.BatchSize, Comparison.TrainerSeed(options, place));
        await foreach (var round in federation.Rounds(cancellationToken))
        {
            var gradient = new float[model.ParameterCount];
            model.Gradient(round.Weights, batches.At(round.Iteration - 1), gradient);
            await round.ContributeAsync(gradient, model.Accuracy(round.Weights, data), cancellationToken);
        }

        return await federation.FinishAsync(model.ExportOnnx(federation.Weights), model.Accuracy(federation.Weights, data), cancellationToken);
    }

    /// <summary>Delivers what is bought until cancelled.</summary>
    public async Task ServeSalesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_federation ?? throw new InvalidOperationException("not in a federation yet")).ServeSalesAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_federation is not null) await _federation.DisposeAsync();
        await trainer.DisposeAsync();
    }
}
