using System.Net;
using System.Text.Json;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Market;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Buying over the gateway, from the purchase to the evaluation.</summary>
public sealed class PurchaseTests(GatewayWorld world)
{
    private static readonly string Path = $"/v1/models/{GatewayWorld.Fid}/purchases";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buy_DeliveredConfirmedAndEvaluated_EndsSettled()
    {
        using var key = EnvelopeKey.Generate();
        var bought = await world.Alice.PostOkAsync(Path, new { buyerKey = key.PublicKey, maxPrice = 5_000 });
        var id = bought.Text("transactionId");
        Assert.Equal(id, bought.GetProperty("result").Text("purchaseId"));
        var place = $"/v1/purchases/{GatewayWorld.Fid}/{id}";
        Assert.Equal(bought.GetProperty("block").GetInt64(), (await world.Alice.GetOkAsync(place)).GetProperty("block").GetInt64());
        Assert.Contains((await world.Alice.GetOkAsync("/v1/purchases?limit=200")).Items(), item => item.GetProperty("record").Text("purchaseId") == id);

        await using (var selling = new Selling(world.Federation.Members)) await DeliveredAsync(place);
        var envelope = (await world.Alice.GetOkAsync(place)).GetProperty("record").GetProperty("envelope").GetBytesFromBase64();
        Assert.True(key.TryOpen(Core.Ledger.EnvelopeContexts.Delivery(GatewayWorld.Fid, id), envelope, out _, out _));
        Assert.Equal("settled", (await world.Alice.PostOkAsync(place + "/confirmation", null)).GetProperty("result").Text("state"));
        await world.Alice.PostOkAsync(place + "/evaluation", new { rating = 900_000, comment = "as described" });
        Assert.Contains(
            (await world.Bob.GetOkAsync($"/v1/models/{GatewayWorld.Fid}/evaluations?limit=200")).Items().Select(item => item.GetProperty("record")),
            evaluation => (evaluation.GetProperty("rating").GetInt32(), evaluation.Text("comment")) == (900_000, "as described"));
        await world.Alice.AssertPostProblemAsync(place + "/evaluation", new { rating = 1 }, HttpStatusCode.Conflict, "FL0409");
        await world.Alice.AssertPostProblemAsync(place + "/confirmation", null, HttpStatusCode.Conflict, "FL0406");
        await world.Bob.AssertPostProblemAsync(place + "/settlement", null, HttpStatusCode.Conflict, "FL0406");
    }

    [Fact]
    public async Task Buy_RepeatedWithItsKey_BuysOnce()
    {
        using var oneTime = EnvelopeKey.Generate();
        var key = Guid.NewGuid().ToString();
        var body = new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 };
        using var first = await world.Bob.PostAsync(Path, body, key);
        using var second = await world.Bob.PostAsync(Path, body, key);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await second.Content.ReadAsStringAsync(Stop));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));

        var own = (await world.Bob.GetOkAsync("/v1/purchases?limit=200")).Items()
            .Count(item => item.GetProperty("record").GetProperty("buyerKey").GetBytesFromBase64().AsSpan().SequenceEqual(oneTime.PublicKey));
        Assert.Equal(1, own);

        // Another request under the same key is a mistake; the same key of another user is another key.
        using var other = await world.Bob.PostAsync(Path, new { buyerKey = oneTime.PublicKey, maxPrice = 5_001 }, key);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "GW0010");
        using var alices = await world.Alice.PostAsync(Path, body, key);
        Assert.Equal(HttpStatusCode.OK, alices.StatusCode);
    }

    [Fact]
    public async Task Buy_ManyTimesAtOnceWithOneKey_BuysOnce()
    {
        using var oneTime = EnvelopeKey.Generate();
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Bob.PostAsync(Path, new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 }, key)));
        var ids = new HashSet<string>();
        foreach (var answer in answers)
        {
            if (answer.StatusCode == HttpStatusCode.OK) ids.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.Text("transactionId"));
            else await answer.AssertProblemAsync(HttpStatusCode.Conflict, "GW0011");
            answer.Dispose();
        }

        Assert.Single(ids);
    }

    [Fact]
    public async Task Buy_RefusedThenRepeatedInEarnest_Works()
    {
        using var oneTime = EnvelopeKey.Generate();
        var key = Guid.NewGuid().ToString();
        var balance = await BalanceAsync();
        using (var refused = await world.Alice.PostAsync(Path, new { buyerKey = oneTime.PublicKey, maxPrice = 1 }, key))
            await refused.AssertProblemAsync(HttpStatusCode.Conflict, "FL0408");
        Assert.Equal(balance, await BalanceAsync());
        using var again = await world.Alice.PostAsync(Path, new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 }, key);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("flm-nothing", "FL0404", HttpStatusCode.Conflict)]
    [InlineData("NOT-A-FID", "GW0004", HttpStatusCode.NotFound)]
    public async Task Buy_WhatIsNotForSale_IsRefused(string fid, string code, HttpStatusCode status)
    {
        using var oneTime = EnvelopeKey.Generate();
        await world.Alice.AssertPostProblemAsync($"/v1/models/{fid}/purchases", new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 }, status, code);
    }

    [Fact]
    public async Task Buy_BadKey_IsRefusedByTheContract() =>
        await world.Alice.AssertPostProblemAsync(Path, new { buyerKey = new byte[] { 1, 2, 3 }, maxPrice = 5_000 }, HttpStatusCode.BadRequest, "FL0001");

    [Fact]
    public async Task AnothersPurchase_IsNeitherSeenNorActedOn()
    {
        using var oneTime = EnvelopeKey.Generate();
        var id = (await world.Alice.PostOkAsync(Path, new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 })).Text("transactionId");
        var place = $"/v1/purchases/{GatewayWorld.Fid}/{id}";
        await world.Bob.AssertGetProblemAsync(place, HttpStatusCode.Forbidden, "GW0003");
        await world.Bob.AssertPostProblemAsync(place + "/confirmation", null, HttpStatusCode.Forbidden, "FL0407");
        await world.Bob.AssertPostProblemAsync(place + "/dispute", new { privateKey = oneTime.ExportPrivateScalar() }, HttpStatusCode.Forbidden, "FL0407");
        await world.Bob.AssertPostProblemAsync(place + "/evaluation", new { rating = 1 }, HttpStatusCode.Forbidden, "FL0407");
        await world.Bob.AssertPostProblemAsync(place + "/settlement", null, HttpStatusCode.Conflict, "FL0307");
        Assert.DoesNotContain((await world.Bob.GetOkAsync("/v1/purchases?limit=200")).Items(), item => item.GetProperty("record").Text("purchaseId") == id);

        // Who delivers it, and who checks, see it.
        foreach (var client in new[] { world.Trainer, world.Auditor, world.Authority }) await client.GetOkAsync(place);
        await world.Alice.AssertGetProblemAsync($"/v1/purchases/{GatewayWorld.Fid}/{new string('a', 64)}", HttpStatusCode.NotFound, "GW0004");
        await world.Alice.AssertPostProblemAsync(place + "/dispute", new { privateKey = oneTime.ExportPrivateScalar() }, HttpStatusCode.Conflict, "FL0406");
    }

    [Fact]
    public async Task Accounts_OnesOwnAndTheSharedOnes_AreSeen()
    {
        var (alice, bob) = (world.PartyOf("alice"), world.PartyOf("bob"));
        await world.Alice.GetOkAsync($"/v1/accounts/party:{alice}");
        await world.Alice.AssertGetProblemAsync($"/v1/accounts/party:{bob}", HttpStatusCode.Forbidden, "GW0003");
        await world.Alice.AssertGetProblemAsync($"/v1/accounts/party:{bob}/statement", HttpStatusCode.Forbidden, "GW0003");
        await world.Alice.AssertGetProblemAsync($"/v1/accounts/deposit:{bob}", HttpStatusCode.Forbidden, "GW0003");
        await world.Alice.AssertGetProblemAsync("/v1/accounts/fed:flm-nothing", HttpStatusCode.NotFound, "GW0004");
        await world.Alice.AssertGetProblemAsync("/v1/accounts/pac/statement?cursor=WyJ4IiwieSIsInoiXQ", HttpStatusCode.BadRequest, "GW0001");
        foreach (var account in new[] { "pac", "issue", $"fed:{GatewayWorld.Fid}" }) await world.Alice.GetOkAsync($"/v1/accounts/{account}");
        foreach (var client in new[] { world.Auditor, world.Authority }) await client.GetOkAsync($"/v1/accounts/party:{bob}/statement");
    }

    [Fact]
    public async Task Statement_AllPages_AddUpToTheBalance()
    {
        await world.CaughtUpAsync();
        var account = $"deposit:{world.Federation.Members[1].DpId}";
        var balance = (await world.Auditor.GetOkAsync($"/v1/accounts/{account}")).GetProperty("balance").GetInt64();
        long sum = 0;
        string? cursor = null;
        do
        {
            var page = await world.Auditor.GetOkAsync($"/v1/accounts/{account}/statement?limit=1&cursor={cursor}");
            sum += page.Items().Sum(line => line.GetProperty("amount").GetInt64());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        Assert.True(balance > 0);
        Assert.Equal(balance, sum);
    }

    private async Task<long> BalanceAsync() => (await world.Alice.GetOkAsync($"/v1/accounts/party:{world.PartyOf("alice")}")).GetProperty("balance").GetInt64();

    private async Task DeliveredAsync(string place)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await world.Alice.GetOkAsync(place)).GetProperty("record").Text("state") == "paid") await Task.Delay(20, limit.Token);
    }
}
