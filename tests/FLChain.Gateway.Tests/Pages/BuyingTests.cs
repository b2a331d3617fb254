using System.Net;
using FLChain.Core.Money;
using FLChain.EndToEnd.Tests.Market;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>Buying on the pages, where the gateway keeps the one-time key and opens what was delivered.</summary>
public sealed class BuyingTests(GatewayWorld world)
{
    private static readonly string Model = $"/models/{GatewayWorld.Fid}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buy_DeliveredOpenedAndRated_GivesTheModelsOwnBytes()
    {
        using var alice = await Browser.SignInAsync(world, "alice");
        using var bought = await alice.SendAsync(Model, Model + "/purchases");
        var place = bought.Headers.Location!.ToString();
        Assert.Contains("Paid; the price is held", await alice.PageAsync(place), StringComparison.Ordinal);
        using (var early = await alice.GetAsync(place + "/model.onnx")) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using (var early = await alice.GetAsync(place + "/try")) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

        await using (var selling = new Selling(world.Federation.Members)) await DeliveredAsync(alice, place);
        await StoreAsync();
        using (var opened = await alice.SendAsync(place, place + "/opening")) Assert.Equal(place, opened.Headers.Location?.ToString());
        Assert.Contains("It is yours", await alice.PageAsync(place), StringComparison.Ordinal);
        using (var file = await alice.GetAsync(place + "/model.onnx")) Assert.Equal(world.Federation.Members[0].File, await file.Content.ReadAsByteArrayAsync(Stop));
        Assert.Contains("does not take pictures of digits", await alice.PageAsync(place + "/try"), StringComparison.Ordinal);

        foreach (var rating in new[] { "101", "-1", "x", "" })
            using (var refused = await alice.SendAsync(place, place + "/rating", ("rating", rating), ("comment", ""))) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var rated = await alice.SendAsync(place, place + "/rating", ("rating", "73"), ("comment", "<i>fine</i> & \"good\""))) Assert.Equal(Model + "#ratings", rated.Headers.Location?.ToString());
        var page = await alice.PageAsync(Model);
        Assert.Contains("&lt;i&gt;fine&lt;/i&gt; &amp; &quot;good&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>fine", page, StringComparison.Ordinal);
        await AnotherSeesNothingAsync(place);
    }

    [Fact]
    public async Task Buy_FormSentTwiceAndAgainWithAnotherPrice_BuysOnce()
    {
        using var bob = await Browser.SignInAsync(world, "bob");
        var fields = Browser.Hidden(await bob.PageAsync(Model), Model + "/purchases");
        var before = Spent("bob");
        var answers = await Task.WhenAll(bob.PostAsync(Model + "/purchases", fields), bob.PostAsync(Model + "/purchases", fields));
        var places = answers.Where(answer => answer.StatusCode == HttpStatusCode.Redirect).Select(answer => answer.Headers.Location!.ToString()).ToList();
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Conflict, answer.StatusCode.ToString()));
        using (var again = await bob.PostAsync(Model + "/purchases", fields)) Assert.Equal(Assert.Single(places.Distinct()), again.Headers.Location?.ToString());
        var dearer = fields.Select(field => field.Name == "price" ? (field.Name, "9999") : field).ToArray();
        using (var other = await bob.PostAsync(Model + "/purchases", dearer)) Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        foreach (var answer in answers) answer.Dispose();
        Assert.Equal(before + 1, Spent("bob"));
    }

    [Theory]
    [InlineData("price", "x", HttpStatusCode.BadRequest)]
    [InlineData("price", "-5", HttpStatusCode.BadRequest)]
    [InlineData("price", "1", HttpStatusCode.Conflict)]
    [InlineData("once", "", HttpStatusCode.BadRequest)]
    public async Task Buy_FormTamperedWith_IsRefused(string name, string value, HttpStatusCode status)
    {
        using var bob = await Browser.SignInAsync(world, "bob");
        var fields = Browser.Hidden(await bob.PageAsync(Model), Model + "/purchases").Select(field => field.Name == name ? (name, value) : field).ToArray();
        using var answer = await bob.PostAsync(Model + "/purchases", fields);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Buy_WhatIsNotForSale_IsRefused()
    {
        using var bob = await Browser.SignInAsync(world, "bob");
        var fields = Browser.Hidden(await bob.PageAsync(Model), Model + "/purchases");
        using var answer = await bob.PostAsync("/models/flm-none/purchases", fields);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("FL0", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    // The purchase is alice's: bob gets none of it.
    private async Task AnotherSeesNothingAsync(string place)
    {
        using var bob = await Browser.SignInAsync(world, "bob");
        foreach (var part in new[] { "", "/state", "/model.onnx", "/try" })
            Assert.Contains("GW0003", await bob.PageAsync(place + part, HttpStatusCode.Forbidden), StringComparison.Ordinal);
        var fields = Browser.Hidden(await bob.PageAsync(Model), Model + "/purchases");
        foreach (var part in new[] { "/opening", "/rating" })
            using (var answer = await bob.PostAsync(place + part, [.. fields, ("rating", "1")])) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task DeliveredAsync(Browser browser, string place)
    {
        while (true)
        {
            using var state = await browser.GetAsync(place + "/state");
            if (await state.Content.ReadAsStringAsync(Stop) == "delivered") return;
            await Task.Delay(50, Stop);
        }
    }

    // The federation's store is its own folder; what it would upload is put into the gateway's.
    private async Task StoreAsync()
    {
        var artifact = (await world.Federation.ModelAsync()).Artifact!;
        var bytes = await TrainerSdk.TrainerOptions.Load(world.Federation.Members[0].OptionsFile).Artifacts!.GetAsync(artifact.Digest, artifact.Bytes, Stop);
        await new TrainerSdk.Market.GatewayArtifactStore(world.Trainer, GatewayWorld.Fid).PutAsync(artifact.Digest, bytes!, Stop);
    }

    private int Spent(string user)
    {
        using var session = world.Index.Read();
        return session.Statement(AccountName.Party(world.PartyOf(user)), null, 1_000).Count(line => line.Event == PaymentEvent.Purchase);
    }
}
