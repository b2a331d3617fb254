using System.Net;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>What every page has, and who may open it.</summary>
public sealed class PageTests(GatewayWorld world)
{
    private static readonly string[] Users = ["", "admin", "alice", "trainer", "partner", "auditor", "authority"];
    private static readonly string[] SignedIn = [.. Users.Skip(1)];
    private static readonly string Hex64 = new('a', 64);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Who may open it, and a word that stands on it.
    private IEnumerable<(string Path, string[] For, string Word)> Pages()
    {
        yield return ("/", SignedIn, "A test");
        yield return ($"/models/{GatewayWorld.Fid}", SignedIn, "Who earns what, and why");
        yield return ($"/models/{GatewayWorld.Fid}/live", SignedIn, "The model is finished.");
        yield return ($"/models/{GatewayWorld.Fid}/live/now", SignedIn, "2 of 2");
        yield return ("/trainers", SignedIn, "trainer-1");
        yield return ($"/trainers/{world.PartyOf("partner")}", SignedIn, "Reliability over time");
        yield return ($"/trainers/{world.PartyOf("partner")}/report", ["trainer", "partner"], "for the judges");
        yield return ("/reports", SignedIn, "Decided by the contracts");
        yield return ("/audit", SignedIn, "Money is conserved.");
        yield return ("/audit/blocks/1", SignedIn, "Hash of its header");
        yield return ("/purchases", ["alice"], "Your purchases");
        yield return ("/accounts", SignedIn, "Public account (PAC)");
        yield return ("/accounts/pac", SignedIn, "Statement, the newest first");
        yield return ("/users", ["admin"], "Users of this gateway");
        yield return ("/sign-in", Users, "Open the invitation");
        yield return ("/join", Users, "data-invitation");
    }

    [Fact]
    public async Task EveryPage_IsForWhomItIs()
    {
        foreach (var user in Users)
        {
            using var browser = user.Length == 0 ? Browser.Open(world) : await Browser.SignInAsync(world, user);
            foreach (var (path, who, word) in Pages())
            {
                if (who.Contains(user)) Assert.Contains(word, await browser.PageAsync(path), StringComparison.Ordinal);
                else if (user.Length == 0) await AssertSentToSignInAsync(browser, path);
                else Assert.Contains("GW0003", await browser.PageAsync(path, HttpStatusCode.Forbidden), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task EveryPage_HasWhatKeepsNobodyOut()
    {
        using var browser = await Browser.SignInAsync(world, "alice");
        foreach (var (path, _, _) in Pages().Where(page => page.For.Contains("alice") && !page.Path.EndsWith("/now", StringComparison.Ordinal)))
        {
            var page = await browser.PageAsync(path);
            foreach (var part in new[] { "<html lang=\"en\">", "<title>", "name=\"viewport\"", "<main id=\"content\"", "href=\"#content\"", "<nav aria-label=\"Main\">", "</footer>" })
                Assert.True(page.Contains(part, StringComparison.Ordinal), $"{path} lacks {part}");
            Assert.Single(page.Split("<h1>").Skip(1));
            Assert.Equal(page.Split("<table>").Length, page.Split("<caption>").Length);
            Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
            Assert.All(page.Split("<script").Skip(1), script => Assert.Contains("src=\"/assets/", script.Split('>')[0], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task EveryAnswer_HasTheSecurityHeadersErrorsToo()
    {
        using var browser = await Browser.SignInAsync(world, "alice");
        foreach (var path in new[] { "/", "/nothing", "/models/flm-none", "/users", "/sign-in", "/assets/none.js" })
        {
            using var answer = await browser.GetAsync(path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/models/flm-none", HttpStatusCode.NotFound)]
    [InlineData("/models/NOT-A-FID", HttpStatusCode.NotFound)]
    [InlineData("/models/flm-none/live", HttpStatusCode.NotFound)]
    [InlineData("/trainers/00", HttpStatusCode.NotFound)]
    [InlineData("/audit/blocks/1000000", HttpStatusCode.NotFound)]
    [InlineData("/audit?cursor=***", HttpStatusCode.BadRequest)]
    [InlineData("/?sort=king", HttpStatusCode.BadRequest)]
    [InlineData("/?status=king", HttpStatusCode.BadRequest)]
    [InlineData("/?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/?search=a%00", HttpStatusCode.BadRequest)]
    [InlineData("/trainers?search=a%00", HttpStatusCode.BadRequest)]
    [InlineData("/trainers?cursor=WyJ4Il0", HttpStatusCode.BadRequest)]
    [InlineData("/accounts/pac?cursor=WyJ4Il0", HttpStatusCode.BadRequest)]
    [InlineData("/accounts/none", HttpStatusCode.NotFound)]
    public async Task MalformedOrMissing_IsAnErrorPage(string path, HttpStatusCode status)
    {
        using var browser = await Browser.SignInAsync(world, "alice");
        Assert.Contains("role=\"alert\"", await browser.PageAsync(path, status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnothersThings_AreNotShown()
    {
        using var alice = await Browser.SignInAsync(world, "alice");
        foreach (var account in new[] { $"party:{world.PartyOf("bob")}", $"deposit:{world.PartyOf("trainer")}", $"party:{Hex64}" })
            Assert.Contains("GW0003", await alice.PageAsync($"/accounts/{account}", HttpStatusCode.Forbidden), StringComparison.Ordinal);
        using var auditor = await Browser.SignInAsync(world, "auditor");
        Assert.Contains("Balance", await auditor.PageAsync($"/accounts/party:{world.PartyOf("bob")}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_AreKeptByTheirContentAndOthersAreNotThere()
    {
        using var browser = Browser.Open(world);
        var page = await browser.PageAsync("/sign-in");
        var path = page.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];
        using var style = await browser.GetAsync(path);
        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", style.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        using var other = await browser.GetAsync(path.Split('?')[0] + "?v=other");
        Assert.Equal("no-cache", other.Headers.CacheControl?.ToString());
        foreach (var missing in new[] { "/assets/none.css", "/assets/..%2Fsite.css", "/browser/appsettings.json", "/browser/..%2FFLChain.Gateway.dll" })
            using (var answer = await browser.GetAsync(missing)) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task AssertSentToSignInAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        Assert.Equal((HttpStatusCode.Redirect, $"/sign-in?return={Uri.EscapeDataString(path)}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }
}
