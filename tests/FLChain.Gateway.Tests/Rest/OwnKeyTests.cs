using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Buying with a key that the gateway never sees: prepare, sign, submit.</summary>
public sealed class OwnKeyTests(GatewayWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PrepareSignSubmit_ByWhoKeepsTheKey_Buys()
    {
        var (client, key, party) = await OwnKeyUserAsync();
        await world.FundAsync(party, 100_000);
        using var oneTime = EnvelopeKey.Generate();
        var proposal = await client.PostOkAsync("/v1/transactions/proposals", Purchase(oneTime));
        var endorsed = await client.PostOkAsync("/v1/transactions/endorsements", Sign(proposal, key));
        Assert.Equal(proposal.Text("transactionId"), endorsed.Text("transactionId"));
        var committed = await client.PostOkAsync("/v1/transactions/submissions", Sign(endorsed, key));
        Assert.Equal(party, committed.GetProperty("result").Text("buyer"));

        // Repeating the last step finds that it was done.
        var again = await client.PostOkAsync("/v1/transactions/submissions", Sign(endorsed, key));
        Assert.Equal(committed.GetProperty("block").GetInt64(), again.GetProperty("block").GetInt64());
        Assert.Single((await client.GetOkAsync("/v1/purchases")).Items());

        // What is done with the gateway's key is not for this user.
        await client.AssertPostProblemAsync($"/v1/models/{GatewayWorld.Fid}/purchases", new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 }, HttpStatusCode.Conflict, "GW0012");
    }

    [Fact]
    public async Task Sign_ByAnotherOrOverAnother_IsRefused()
    {
        var (client, key, _) = await OwnKeyUserAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var oneTime = EnvelopeKey.Generate();
        var proposal = await client.PostOkAsync("/v1/transactions/proposals", Purchase(oneTime));
        await client.AssertPostProblemAsync("/v1/transactions/endorsements", Sign(proposal, other), HttpStatusCode.BadRequest, "GW0001");
        await client.AssertPostProblemAsync("/v1/transactions/endorsements", new { bytes = new byte[] { 1 }, signature = new byte[] { 2 } }, HttpStatusCode.BadRequest, "GW0001");
        await client.AssertPostProblemAsync("/v1/transactions/submissions", Sign(proposal, key), HttpStatusCode.BadRequest, "GW0001");

        // Another user's proposal, even with that user's own signature.
        await world.Alice.AssertPostProblemAsync("/v1/transactions/endorsements", Sign(proposal, key), HttpStatusCode.BadRequest, "GW0001");
    }

    [Theory]
    [InlineData("incentive", "Mint", HttpStatusCode.Forbidden, "GW0003")]
    [InlineData("registry", "RegisterTrainer", HttpStatusCode.Forbidden, "GW0003")]
    [InlineData("training", "SubmitGradient", HttpStatusCode.BadRequest, "GW0001")]
    [InlineData("nothing", "AtAll", HttpStatusCode.BadRequest, "GW0001")]
    public async Task Prepare_WhatIsNotForTheUser_IsRefused(string contract, string transaction, HttpStatusCode status, string code) =>
        await world.Alice.AssertPostProblemAsync("/v1/transactions/proposals", new { contract, transaction, request = new { } }, status, code);

    [Fact]
    public async Task Prepare_RequestOfAnotherForm_IsRefused()
    {
        foreach (var request in new object?[] { null, 7, new { fid = "flm-test" }, new { fid = "flm-test", purchaseId = "x", more = 1 } })
            await world.Alice.AssertPostProblemAsync("/v1/transactions/proposals", new { contract = "incentive", transaction = "ConfirmDelivery", request }, HttpStatusCode.BadRequest, "GW0001");
    }

    /// <summary>Base64 has characters that JSON may escape: whatever key is drawn, the contract reads the argument.</summary>
    [Fact]
    public async Task Prepare_AnyKey_IsReadByTheContract()
    {
        var (client, key, _) = await OwnKeyUserAsync();
        for (var tries = 0; tries < 8; tries++)
        {
            using var oneTime = EnvelopeKey.Generate();
            var proposal = await client.PostOkAsync("/v1/transactions/proposals", Purchase(oneTime));
            await client.AssertPostProblemAsync("/v1/transactions/endorsements", Sign(proposal, key), HttpStatusCode.PaymentRequired, "FL0401");
        }
    }

    [Fact]
    public async Task Endorse_WhatTheContractRefuses_TellsTheRule()
    {
        var (client, key, _) = await OwnKeyUserAsync();
        using var oneTime = EnvelopeKey.Generate();
        var proposal = await client.PostOkAsync("/v1/transactions/proposals", Purchase(oneTime));
        using var answer = await client.PostAsync("/v1/transactions/endorsements", Sign(proposal, key), Guid.NewGuid().ToString());
        var problem = await answer.AssertProblemAsync(HttpStatusCode.PaymentRequired, "FL0401");
        Assert.Equal(proposal.Text("transactionId"), problem.Text("transactionId"));
    }

    private async Task<(HttpClient Client, ECDsa Key, string Party)> OwnKeyUserAsync()
    {
        var name = world.NewName("own");
        var folder = world.Issue(name);
        var certificate = await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(folder, "signcerts")).Single(), Stop);
        var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(folder, "keystore")).Single(), Stop));
        var invitation = await world.Admin.PostOkAsync("/v1/invitations", new { name, roles = new[] { "buyer" }, mspId = "BuyersMSP", certificate });
        var user = await world.Anyone.PostOkAsync("/v1/invitations/acceptance", new { token = invitation.Text("token"), password = GatewayWorld.Password });
        Assert.True(user.GetProperty("keepsOwnKey").GetBoolean());
        return (world.Client(name), key, user.Text("partyId"));
    }

    private static object Purchase(EnvelopeKey oneTime) => new
    {
        contract = "incentive",
        transaction = "Purchase",
        request = new { maxPrice = 5_000, fid = GatewayWorld.Fid, buyerKey = oneTime.PublicKey },
    };

    private static object Sign(JsonElement toSign, ECDsa key) => new
    {
        bytes = toSign.GetProperty("bytes").GetBytesFromBase64(),
        signature = key.SignHash(toSign.GetProperty("digest").GetBytesFromBase64(), DSASignatureFormat.Rfc3279DerSequence),
    };
}
