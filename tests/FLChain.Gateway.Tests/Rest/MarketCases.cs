using System.Net;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using FLChain.TrainerSdk;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Operations of buyers and of those who sell to them.</summary>
internal static class MarketCases
{
    private static readonly string Model = $"/v1/models/{GatewayWorld.Fid}";

    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("BuyModel", stage => Task.FromResult(new SampleRequest(stage.World.Alice, Model + "/purchases", new { buyerKey = OneTimeKey(), maxPrice = 5_000 }))),
        new(
            "DeliverModel",
            async stage => new SampleRequest(stage.World.Trainer, (await stage.PurchaseAsync()).Place + "/delivery", new { envelope = new byte[200] }),
            async stage => new SampleRequest((await stage.NewUserAsync(Role.Trainer)).Client, (await stage.PurchaseAsync()).Place + "/delivery", new { envelope = new byte[200] })),
        new(
            "ConfirmDelivery",
            async stage => new SampleRequest(stage.World.Alice, (await stage.DeliveredAsync()).Place + "/confirmation"),
            async stage => Bobs(stage, await stage.PurchaseAsync(), "/confirmation", null)),
        new(
            "DisputeDelivery",
            DisputeAsync,
            async stage => Bobs(stage, await stage.PurchaseAsync(), "/dispute", new { privateKey = new byte[32] })),
        new(
            "EvaluateModel",
            async stage => new SampleRequest(stage.World.Alice, await stage.ConfirmedAsync() + "/evaluation", new { rating = 800_000, comment = "good" }),
            async stage => Bobs(stage, await stage.PurchaseAsync(), "/evaluation", new { rating = 1 })),
        new("SettlePurchase", SettleAsync),
        new("ApplyEvaluations", ApplyAsync),
        new(
            "StoreArtifact",
            ArtifactAsync,
            async stage => (await ArtifactAsync(stage)) with { Client = (await stage.NewUserAsync(Role.Trainer)).Client }),
        new("IssueMoney", stage => Task.FromResult(new SampleRequest(
            stage.World.Authority, $"/v1/accounts/party:{stage.World.PartyOf("alice")}/issues", new { amount = 5, reference = stage.World.NewName("issue") }))),
        new("SetPolicy", async stage => new SampleRequest(
            stage.World.Authority, "/v1/policy/versions", (await stage.World.Authority.GetOkAsync("/v1/policy")).GetProperty("record"))),
    ];

    /// <summary>The federation's encrypted model, about to be stored.</summary>
    public static async Task<SampleRequest> ArtifactAsync(OperationStage stage)
    {
        var federation = stage.World.Federation;
        var artifact = (await federation.ModelAsync()).Artifact!;
        var bytes = await TrainerOptions.Load(federation.Members[0].OptionsFile).Artifacts!.GetAsync(artifact.Digest, artifact.Bytes, TestContext.Current.CancellationToken);
        return new SampleRequest(stage.World.Trainer, $"{Model}/artifacts/{artifact.Digest}", bytes!);
    }

    private static byte[] OneTimeKey()
    {
        using var key = Cryptography.Envelopes.EnvelopeKey.Generate();
        return key.PublicKey;
    }

    // The key is right: the dispute is false, and the sale is settled.
    private static async Task<SampleRequest> DisputeAsync(OperationStage stage)
    {
        var (place, key) = await stage.DeliveredAsync();
        using (key) return new SampleRequest(stage.World.Alice, place + "/dispute", new { privateKey = key.ExportPrivateScalar() });
    }

    private static async Task<SampleRequest> SettleAsync(OperationStage stage)
    {
        var (place, _) = await stage.UnderAsync(policy => policy with { DeliverySeconds = 1 }, stage.PurchaseAsync);
        await OperationStage.DeadlineAsync();
        return new SampleRequest(stage.World.Bob, place + "/settlement");
    }

    private static async Task<SampleRequest> ApplyAsync(OperationStage stage)
    {
        var place = await stage.ConfirmedAsync();
        await stage.World.Alice.PostOkAsync(place + "/evaluation", new { rating = 900_000 });
        await stage.World.Federation.Authority.SetPolicyAsync((await stage.PolicyAsync()) with { EvaluationSeconds = 1 });
        await OperationStage.DeadlineAsync();
        return new SampleRequest(stage.World.Bob, Model + "/evaluations/application");
    }

    private static SampleRequest Bobs(OperationStage stage, (string Place, Cryptography.Envelopes.EnvelopeKey Key) purchase, string what, object? body)
    {
        purchase.Key.Dispose();
        return new SampleRequest(stage.World.Bob, purchase.Place + what, body, HttpStatusCode.Forbidden, "FL0407");
    }
}
