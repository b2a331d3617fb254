using System.Net;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>Deliveries that are no good: the gateway finds out for the buyer whose key it keeps.</summary>
public sealed class BadDeliveryTests
{
    private static readonly string Model = $"/models/{FederationShape.Fid}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongKey_IsDisputedAndTheMoneyComesBack()
    {
        await using var world = await StoryWorld.StartAsync(sells: false);
        using var buyer = await Browser.JoinAsync(world.Buyer);
        var before = await BalanceAsync(buyer);
        using var bought = await buyer.SendAsync(Model, Model + "/purchases");
        var place = bought.Headers.Location!.ToString();
        Assert.NotEqual(before, await BalanceAsync(buyer));
        await world.DeliverWrongKeyAsync(place.Split('/')[^1]);

        using (var opened = await buyer.SendAsync(place, place + "/opening")) Assert.Equal(place, opened.Headers.Location?.ToString());
        Assert.Contains("Your money came back: the delivered key was wrong", await buyer.PageAsync(place), StringComparison.Ordinal);
        Assert.Equal(before, await BalanceAsync(buyer));
        Assert.Contains("unqualified", await buyer.PageAsync($"/trainers/{world.Accused}"), StringComparison.Ordinal);
        using var file = await buyer.GetAsync(place + "/model.onnx");
        Assert.Equal(HttpStatusCode.Conflict, file.StatusCode);
    }

    [Fact]
    public async Task DamagedFile_IsNeitherConfirmedNorHandedOut()
    {
        await using var world = await StoryWorld.StartAsync();
        using var buyer = await Browser.JoinAsync(world.Buyer);
        using var bought = await buyer.SendAsync(Model, Model + "/purchases");
        var place = bought.Headers.Location!.ToString();
        for (var state = ""; state != "delivered";)
        {
            using var answer = await buyer.GetAsync(place + "/state");
            state = await answer.Content.ReadAsStringAsync(Stop);
            await Task.Delay(50, Stop);
        }

        await world.DamageStoreAsync();
        using (var opened = await buyer.SendAsync(place, place + "/opening"))
        {
            Assert.Equal(HttpStatusCode.BadGateway, opened.StatusCode);
            Assert.Contains("does not have its digest", await opened.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.Contains("Open the model", await buyer.PageAsync(place), StringComparison.Ordinal);
    }

    /// <summary>The form is not a second purchase: its answer does not depend on what has become of the model since.</summary>
    [Fact]
    public async Task PaidForm_SentAgainWhenTheModelIsInJudging_LeadsToThePurchase()
    {
        await using var world = await StoryWorld.StartAsync(sells: false);
        using var buyer = await Browser.JoinAsync(world.Buyer);
        var fields = Browser.Hidden(await buyer.PageAsync(Model), Model + "/purchases");
        using var bought = await buyer.PostAsync(Model + "/purchases", fields);
        var trainer = $"/trainers/{world.Accused}/report";
        using (var reported = await buyer.SendAsync(trainer, trainer, ("claim", "Its data are not its own"), ("evidence", "Sample 17"))) Assert.Equal(HttpStatusCode.Redirect, reported.StatusCode);
        Assert.Contains("A trainer of this model is accused", await buyer.PageAsync(Model), StringComparison.Ordinal);
        using var again = await buyer.PostAsync(Model + "/purchases", fields);
        Assert.Equal((HttpStatusCode.Redirect, bought.Headers.Location), (again.StatusCode, again.Headers.Location));
    }

    private static async Task<string> BalanceAsync(Browser buyer) => (await buyer.PageAsync("/accounts")).Split("Account of")[1].Split("class=\"number\"")[1].Split('<')[0];
}
