using FLChain.Core;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.EndToEnd.Tests.Market;
using FLChain.Fabric.Client;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Users;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Models;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>A market of its own for one story: a small model of drawn digits that was really trained and is sold, judgments without appeal, and a gateway that has only invitations to give.</summary>
internal sealed class StoryWorld : IAsyncDisposable
{
    private const int SamplesOfEach = 300;
    private const int BatchSize = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly TestFederation _federation;
    private Selling? _selling;

    private StoryWorld(TestFederation federation) => _federation = federation;

    public GatewayServer Gateway { get; private set; } = null!;

    /// <summary>The trainer that will be accused.</summary>
    public string Accused => _federation.Members[1].DpId;

    /// <summary>The link by which the buyer, who may report too, joins.</summary>
    public Uri Buyer { get; private set; } = null!;

    /// <summary>The link by which the authority joins.</summary>
    public Uri Authority { get; private set; } = null!;

    /// <param name="sells">Whether the members deliver what is bought.</param>
    public static async Task<StoryWorld> StartAsync(bool sells = true)
    {
        var model = new SoftmaxRegression(SyntheticDigits.FeatureCount, SyntheticDigits.LabelCount);
        var world = new StoryWorld(await TestFederation.FormAsync(new FederationShape
        {
            Trainers = 3,
            Threshold = 2,
            Iterations = 5,
            Model = model,
            ChangeTerms = terms => terms with { LearningRatePpm = 100_000 },
            ChangePolicy = policy => policy with { AppealSeconds = 0 },
        }));
        try
        {
            await Task.WhenAll(world._federation.Members.Select(member => TrainAsync(member, model)));
            if (sells) world._selling = new Selling(world._federation.Members);
            await world.ServeAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A member delivers a key that is not the model's.</summary>
    public async Task DeliverWrongKeyAsync(string purchaseId)
    {
        var (ledger, none) = (_federation.LedgerOf(_federation.Members[1].OptionsFile), CancellationToken.None);
        var purchase = await ledger.PurchaseAsync(FederationShape.Fid, purchaseId, none);
        var envelope = SealedEnvelope.Seal(purchase.BuyerKey, EnvelopeContexts.Delivery(purchase.Fid, purchaseId), new byte[ModelVault.KeyBytes]);
        await ledger.SubmitAsync(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver, new DeliverModel(purchase.Fid, purchaseId, envelope), null, none);
        await CaughtUpAsync();
    }

    /// <summary>Damages the encrypted model where the gateway finds it.</summary>
    public async Task DamageStoreAsync()
    {
        var digest = (await _federation.ModelAsync()).Artifact!.Digest;
        await using var file = File.OpenWrite(Path.Combine(_federation.Consortium.Files.Directory, "artifacts", digest));
        file.Write([0xFF]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Gateway is { } gateway) await gateway.DisposeAsync();
        if (_selling is { } selling) await selling.DisposeAsync();
        await _federation.DisposeAsync();
        _folder.Dispose();
    }

    // As a training script does it, and says how accurate the weights are.
    private static async Task TrainAsync(TestMember member, SoftmaxRegression model)
    {
        var data = SyntheticDigits.Generate(SamplesOfEach, member.Place);
        var batches = new BatchSampler(data, BatchSize, member.Place + 1);
        var federation = member.Federation;
        await foreach (var round in federation.Rounds(member.Life))
        {
            var gradient = new float[model.ParameterCount];
            model.Gradient(round.Weights, batches.At(round.Iteration - 1), gradient);
            await round.ContributeAsync(gradient, model.Accuracy(round.Weights, data), member.Life);
        }

        await federation.FinishAsync(model.ExportOnnx(federation.Weights), model.Accuracy(federation.Weights, data), member.Life);
    }

    private async Task ServeAsync()
    {
        var (files, authority) = (_federation.Consortium.Files, TrainerOptions.Load(_federation.Consortium.Files.Authority));
        Gateway = await GatewayServer.StartAsync(
            new GatewaySettings
            {
                Profile = files.AuditorProfile,
                Data = _folder["gateway"],
                Artifacts = Path.Combine(files.Directory, "artifacts"),
                JudgeKey = Path.Combine(authority.StateDirectory, "encryption-key.pem"),
                PublicMarket = true,
                Attest = true,
                AttestationInterval = 10,
            },
            port: 0,
            TestContext.Current.CancellationToken);
        Buyer = Invite("buyer-1", Role.Buyer | Role.Reporter | Role.Auditor, files.Buyer);
        Authority = Invite("authority", Role.Authority | Role.Auditor, files.Authority);
        var buyer = await _federation.BuyerAsync();
        await _federation.Authority.MintAsync(buyer.PartyId, 1_000_000, "story");
        await CaughtUpAsync();
    }

    private Task CaughtUpAsync() => Gateway.ReachAsync(_federation.Consortium.Height - 1, TimeSpan.FromSeconds(30));

    private Uri Invite(string name, Role roles, string optionsFile)
    {
        var profile = ConnectionProfile.Load(TrainerOptions.Load(optionsFile).Profile);
        return Gateway.Invite(name, roles, profile.Identity!.MspId, Path.GetFullPath(profile.Identity.MspFolder!, profile.Folder))!;
    }
}
