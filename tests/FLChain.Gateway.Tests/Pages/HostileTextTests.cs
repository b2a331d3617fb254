using System.Net;
using FLChain.Core.Requests;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>What hostile parties wrote on the ledger, as it stands on the pages.</summary>
public sealed class HostileTextTests(GatewayWorld world)
{
    private const string Hostile = "</title><script>alert('1')</script><img src=x onerror=\"alert(2)\">";

    [Fact]
    public async Task Model_WithMarkupForAName_IsShownAsText()
    {
        var fid = world.NewName("flm-hostile");
        var terms = world.Federation.Shape.Terms;
        await world.Federation.Members[1].Trainer.PublishAsync(
            new PublishModel(fid, Hostile, Hostile, Hostile[..60], Hostile[..60], terms, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()), TestContext.Current.CancellationToken);
        await world.CaughtUpAsync();

        using var alice = await Browser.SignInAsync(world, "alice");
        foreach (var path in new[] { "/?search=alert", $"/models/{fid}", $"/models/{fid}/live" })
        {
            var page = await alice.PageAsync(path);
            Assert.Contains("&lt;/title&gt;&lt;script&gt;alert(&#x27;1&#x27;)", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Search_WithMarkup_IsShownAsText()
    {
        using var alice = await Browser.SignInAsync(world, "alice");
        foreach (var path in new[] { "/", "/trainers" })
        {
            var page = await alice.PageAsync($"{path}?search={Uri.EscapeDataString("\"><script>alert(1)</script>")}");
            Assert.Contains("value=\"&quot;&gt;&lt;script&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Error_WithMarkupInThePath_IsShownAsText()
    {
        using var alice = await Browser.SignInAsync(world, "alice");
        var page = await alice.PageAsync($"/models/{Uri.EscapeDataString("<script>alert(1)")}", HttpStatusCode.NotFound);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }
}
