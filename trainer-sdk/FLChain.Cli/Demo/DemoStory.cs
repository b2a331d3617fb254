using System.Text;
using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Models.Onnx;

namespace FLChain.Cli.Demo;

/// <summary>
/// The paper's whole story. Every step may be repeated: on a ledger that holds a story which was cut off, it goes on.
/// </summary>
internal sealed class DemoStory(DemoOptions options, DemoData data, IFederatedModel model, IDemoView view)
{
    private const long TrainerFunds = 2_000_000;
    private const long BuyerFunds = 100_000;
    private const int BuyerRating = 900_000;
    private readonly StepTimes _times = new(view.Step);

    /// <summary>Plays the story and gives what was seen of training and sale.</summary>
    public async Task<DemoOutcome> PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var authority = AuthorityOffice.Connect(TrainerOptions.Load(stage.Files.Authority, _times));
        await using var buyer = Buyer.Connect(TrainerOptions.Load(stage.Files.Buyer));
        var trainers = Trainers(stage);
        try
        {
            await RegisterAsync(authority, buyer, trainers, cancellationToken);
            var dealing = UntilEndAsync(authority.ServeAsync(ending.Token));
            await EstablishAsync(trainers, cancellationToken);
            var (sold, secondsTraining) = await TrainAsync(trainers, cancellationToken);
            var selling = Task.WhenAll(trainers.Select(trainer => trainer.ServeSalesAsync(ending.Token)));
            var bought = await BuyAsync(buyer, sold, cancellationToken);
            await ending.CancelAsync();
            await Task.WhenAll(dealing, selling);
            return new DemoOutcome(sold, bought, secondsTraining, _times.Averages());
        }
        finally
        {
            await ending.CancelAsync();
            foreach (var trainer in trainers) await trainer.DisposeAsync();
        }
    }

    /// <summary>After the story: the trainers deliver the model to whoever buys it, and the authority deals, until cancelled.</summary>
    public async Task GoOnAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        await using var authority = AuthorityOffice.Connect(TrainerOptions.Load(stage.Files.Authority));
        var trainers = Trainers(stage);
        try
        {
            await Task.WhenAll(trainers.Select(async trainer =>
            {
                // What is done is not done again: the weights are read back from the checkpoint.
                await trainer.JoinAsync(options.Fid, cancellationToken);
                await trainer.ServeSalesAsync(cancellationToken);
            }).Append(UntilEndAsync(authority.ServeAsync(cancellationToken))));
        }
        finally
        {
            foreach (var trainer in trainers) await trainer.DisposeAsync();
        }
    }

    private async Task RegisterAsync(AuthorityOffice authority, Buyer buyer, DemoTrainer[] trainers, CancellationToken cancellationToken)
    {
        view.Chapter("The authority sets the policy and funds the accounts");
        if (await authority.PolicyAsync(cancellationToken) is null)
            await authority.SetPolicyAsync(Policy.Default(authority.MspId, authority.EncryptionKey), cancellationToken);
        foreach (var trainer in trainers) await authority.MintAsync(trainer.DpId, TrainerFunds, Reference(trainer.DpId), cancellationToken);
        await authority.MintAsync(buyer.PartyId, BuyerFunds, Reference(buyer.PartyId), cancellationToken);

        view.Chapter($"{trainers.Length} trainers register and lock their deposits");
        await Task.WhenAll(trainers.Select(trainer => trainer.RegisterAsync(cancellationToken)));
    }

    private async Task EstablishAsync(DemoTrainer[] trainers, CancellationToken cancellationToken)
    {
        view.Chapter("A model is published, intentions come in, and Algorithm 1 forms the federation");
        var published = await trainers[0].PublishAsync(Proposal(), cancellationToken);
        if (published.Terms != Proposal().Terms)
            throw new InvalidDataException($"the ledger holds a demo with other terms ({published.Terms.ModelDescription}, {published.Terms.Iterations} iterations, threshold {published.Terms.Threshold}); give the same options, another folder, or another --fid");
        view.Chapter($"The authority deals a {options.KeyBits}-bit key, {options.Threshold} of {options.Trainers} shares needed");
        await Together.RunAsync(trainers, (trainer, token) => trainer.JoinAsync(options.Fid, token), cancellationToken);
    }

    private async Task<(ModelRecord Sold, double Seconds)> TrainAsync(DemoTrainer[] trainers, CancellationToken cancellationToken)
    {
        view.Chapter($"{options.Iterations} iterations under masks");
        var began = TimeProvider.System.GetTimestamp();
        ModelRecord[] sold;
        using (view.Iterations(options.Iterations, trainers.Length))
            sold = await Together.RunAsync(trainers, (trainer, token) => trainer.TrainAsync(token), cancellationToken);
        return (sold[0], TimeProvider.System.GetElapsedTime(began).TotalSeconds);
    }

    private async Task<BoughtAccuracy> BuyAsync(Buyer buyer, ModelRecord sold, CancellationToken cancellationToken)
    {
        view.Chapter("The model is bought, delivered, opened, checked and rated");
        var purchase = (await buyer.PurchasesAsync(cancellationToken)).FirstOrDefault(made => made.Fid == options.Fid)
            ?? await buyer.PurchaseAsync(options.Fid, sold.Price, cancellationToken);
        var bought = await buyer.ReceiveAsync(purchase, cancellationToken) ?? throw new InvalidDataException("the purchase was refunded");
        if (!OnnxModelReader.TryRead(bought.File, out var opened, out var weights, out var rejection))
            throw new InvalidDataException($"the bought file is not a model: {rejection}");
        var accuracy = opened.Accuracy(weights, data.Test);
        view.Note($"the buyer opened {bought.File.Length:N0} bytes of ONNX and measured {accuracy:P2} on the test set");
        await buyer.EvaluateAsync(bought.Purchase, BuyerRating, "as described", cancellationToken);
        return new BoughtAccuracy(accuracy, bought.File.Length);
    }

    private DemoTrainer[] Trainers(DemoStage stage) =>
        [.. stage.Trainers.Select((file, place) => new DemoTrainer(Trainer.Connect(TrainerOptions.Load(file, _times)), model, data.Shards[place], options, place))];

    private PublishModel Proposal() => new(
        options.Fid,
        "Demo model",
        $"Trained by the demo on {data.Name}",
        "classification",
        "test accuracy",
        FederationTerms.For(model.Describe(), model.ParameterCount, options.Trainers, options.Trainers, options.Threshold, options.Iterations) with
        {
            ModulusBits = options.KeyBits,
            LearningRatePpm = options.Model == "mlp" ? 200_000 : 500_000,
        },
        DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds());

    // Each story on a ledger brings its own money, once.
    private string Reference(string party) => Naming.Digest(Encoding.UTF8.GetBytes($"demo {options.Fid} {party}"))[..64];

    private static async Task UntilEndAsync(Task service)
    {
        try
        {
            await service;
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }
    }
}
