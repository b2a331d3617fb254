using System.Net;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>Signing in, invitations, and what a form needs to be taken.</summary>
public sealed class FormTests(GatewayWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Every form of the pages; what is in the braces is filled in.
    private static readonly string[] Actions =
    [
        "/sign-in", "/sign-out", "/join", "/users", "/users/alice/access", $"/models/{GatewayWorld.Fid}/purchases",
        $"/purchases/{GatewayWorld.Fid}/{new string('a', 64)}/opening", $"/purchases/{GatewayWorld.Fid}/{new string('a', 64)}/rating",
        $"/trainers/{new string('a', 64)}/report", $"/reports/{new string('a', 64)}/judgment", $"/reports/{new string('a', 64)}/appeal", $"/reports/{new string('a', 64)}/settlement",
    ];

    [Fact]
    public async Task AnyForm_WithoutTokenOrOfAnotherSite_IsNotTaken()
    {
        foreach (var user in new[] { "admin", "bob", "authority" })
        {
            using var browser = await Browser.SignInAsync(world, user);
            foreach (var action in Actions)
            {
                using var bare = await browser.PostAsync(action, ("once", "x"), ("price", "1"));
                var text = await bare.Content.ReadAsStringAsync(Stop);
                Assert.True(bare.StatusCode == HttpStatusCode.Forbidden, $"{action} of {user}: {bare.StatusCode}");
                Assert.True(text.Contains("GW0008", StringComparison.Ordinal) || text.Contains("GW0003", StringComparison.Ordinal), action);
                using var json = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new StringContent("{}", null, "application/json") });
                Assert.True(json.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{action} of {user}: {json.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Form_WithTheTokenOfAnotherUser_IsNotTaken()
    {
        using var alice = await Browser.SignInAsync(world, "alice");
        using var bob = await Browser.SignInAsync(world, "bob");
        var action = $"/models/{GatewayWorld.Fid}/purchases";
        var fields = Browser.Hidden(await alice.PageAsync($"/models/{GatewayWorld.Fid}"), action);
        using var answer = await bob.PostAsync(action, fields);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Form_OfAnotherSite_IsNotTaken(string header, string value)
    {
        using var browser = await Browser.SignInAsync(world, "alice");
        var action = $"/models/{GatewayWorld.Fid}/purchases";
        var fields = Browser.Hidden(await browser.PageAsync($"/models/{GatewayWorld.Fid}"), action);
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Add(header, value);
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("GW0008", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WrongPasswordThenRight_LeadsBackToThePageAndOutAgain()
    {
        using var browser = Browser.Open(world);
        using (var wrong = await browser.SendAsync("/sign-in", "/sign-in", ("name", "alice"), ("password", "wrong password"))) Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using (var sent = await browser.GetAsync("/purchases")) Assert.Equal("/sign-in?return=%2Fpurchases", sent.Headers.Location?.ToString());
        var fields = Browser.Hidden(await browser.PageAsync("/sign-in?return=%2Fpurchases"), "/sign-in");
        using (var right = await browser.PostAsync("/sign-in?return=%2Fpurchases", [.. fields, ("name", "alice"), ("password", GatewayWorld.Password)])) Assert.Equal("/purchases", right.Headers.Location?.ToString());
        Assert.Contains("alice", await browser.PageAsync("/purchases"), StringComparison.Ordinal);
        using (var gone = await browser.SendAsync("/purchases", "/sign-out")) Assert.Equal("/", gone.Headers.Location?.ToString());
        using var after = await browser.GetAsync("/purchases");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("elsewhere")]
    public async Task SignIn_NeverLeadsElsewhere(string target)
    {
        using var browser = Browser.Open(world);
        var action = $"/sign-in?return={Uri.EscapeDataString(target)}";
        var fields = Browser.Hidden(await browser.PageAsync(action), "/sign-in");
        using var answer = await browser.PostAsync(action, [.. fields, ("name", "alice"), ("password", GatewayWorld.Password)]);
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Invitation_MadeOnThePage_IsTakenUpOnceOnThePage()
    {
        using var admin = await Browser.SignInAsync(world, "admin");
        var name = world.NewName("hanna");
        using var invited = await admin.SendAsync("/users", "/users", ("name", name), ("role", "auditor"), ("role", "buyer"));
        var token = (await invited.Content.ReadAsStringAsync(Stop)).Split("/join#")[1].Split('<')[0];

        using var browser = Browser.Open(world);
        using (var weak = await browser.SendAsync("/join", "/join", ("token", token), ("password", "short"))) Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        using (var joined = await browser.SendAsync("/join", "/join", ("token", token), ("password", GatewayWorld.Password))) Assert.Equal("/", joined.Headers.Location?.ToString());
        Assert.Contains(name, await browser.PageAsync("/purchases"), StringComparison.Ordinal);
        using (var again = await browser.SendAsync("/join", "/join", ("token", token), ("password", GatewayWorld.Password))) Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        using (var ended = await admin.SendAsync("/users", $"/users/{name}/access")) Assert.Equal("/users", ended.Headers.Location?.ToString());
        using var after = await browser.GetAsync("/purchases");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("with space", "buyer")]
    [InlineData("someone", "king")]
    [InlineData("someone", "none")]
    [InlineData("", "buyer")]
    public async Task Invitation_Malformed_IsRefused(string name, string role)
    {
        using var admin = await Browser.SignInAsync(world, "admin");
        using var answer = await admin.SendAsync("/users", "/users", ("name", name), ("role", role));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
