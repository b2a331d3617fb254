using System.Net;
using System.Net.Http.Json;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Invitations, sessions, and what ends them.</summary>
public sealed class SessionTests(GatewayWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invited_WithAnIssuedIdentity_SignsInAndBuys()
    {
        var name = world.NewName("carol");
        var invitation = await world.Admin.PostOkAsync("/v1/invitations", new { name, roles = new[] { "buyer" } });
        var user = await world.Anyone.PostOkAsync("/v1/invitations/acceptance", new { token = invitation.Text("token"), password = GatewayWorld.Password });
        Assert.Equal((name, "BuyersMSP", false), (user.Text("name"), user.Text("mspId"), user.GetProperty("keepsOwnKey").GetBoolean()));
        Assert.Equal(invitation.Text("partyId"), user.Text("partyId"));
        await world.FundAsync(user.Text("partyId"), 10_000);
        using var key = Cryptography.Envelopes.EnvelopeKey.Generate();
        await world.Client(name).PostOkAsync($"/v1/models/{GatewayWorld.Fid}/purchases", new { buyerKey = key.PublicKey, maxPrice = 5_000 });
        Assert.Equal(user.Text("partyId"), (await world.Client(name).GetOkAsync("/v1/me")).Text("partyId"));

        // A token works once.
        await world.Anyone.AssertPostProblemAsync("/v1/invitations/acceptance", new { token = invitation.Text("token"), password = GatewayWorld.Password }, HttpStatusCode.Unauthorized, "GW0005");
        await world.Admin.AssertPostProblemAsync("/v1/invitations", new { name, roles = new[] { "buyer" } }, HttpStatusCode.Conflict, "GW0006");
    }

    [Fact]
    public async Task Invite_Again_EndsTheEarlierInvitation()
    {
        var name = world.NewName("dora");
        var first = await world.Admin.PostOkAsync("/v1/invitations", new { name, roles = new[] { "auditor" } });
        var second = await world.Admin.PostOkAsync("/v1/invitations", new { name, roles = new[] { "auditor" } });
        await world.Anyone.AssertPostProblemAsync("/v1/invitations/acceptance", new { token = first.Text("token"), password = GatewayWorld.Password }, HttpStatusCode.Unauthorized, "GW0005");
        await world.Anyone.AssertPostProblemAsync("/v1/invitations/acceptance", new { token = second.Text("token"), password = "short" }, HttpStatusCode.BadRequest, "GW0001");
        await world.Anyone.PostOkAsync("/v1/invitations/acceptance", new { token = second.Text("token"), password = GatewayWorld.Password });
    }

    [Fact]
    public async Task Invited_AgainWithItsOwnKey_IsBackWithANewPassword()
    {
        var name = world.NewName("emil");
        var folder = world.Issue(name);
        var before = world.AddUser(name, Role.Buyer, folder);
        var client = world.Client(name);
        var invitation = await world.Admin.PostOkAsync("/v1/invitations", await InvitationAsync(name, folder, withKey: true));
        await client.GetOkAsync("/v1/me");
        var user = await world.Anyone.PostOkAsync("/v1/invitations/acceptance", new { token = invitation.Text("token"), password = "another password" });
        Assert.Equal((name, before.PartyId, false), (user.Text("name"), user.Text("partyId"), user.GetProperty("keepsOwnKey").GetBoolean()));
        await client.AssertGetProblemAsync("/v1/me", HttpStatusCode.Unauthorized, "GW0002");
        Assert.NotEmpty(GatewayWorld.TokenOf(world.Anyone, name, "another password"));
        using var old = await world.Anyone.PostAsync("/v1/tokens", new { name, password = GatewayWorld.Password });
        await old.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0005");
        using var identity = Directory.OpenIdentity(Directory.Find(name)!);
        Assert.NotNull(identity);
    }

    /// <summary>An administrator sees the token: what the gateway keeps of a user must not come with it.</summary>
    [Fact]
    public async Task Invited_AgainWithoutWhatTheGatewayKeeps_IsRefused()
    {
        var name = world.NewName("emma");
        var folder = world.Issue(name);
        world.AddUser(name, Role.Buyer, folder);
        var other = world.Issue(world.NewName("eva"));
        foreach (var body in new[] { await InvitationAsync(name, folder, withKey: false), await InvitationAsync(name, other, withKey: true), new { name, roles = new[] { "buyer" } } })
            await world.Admin.AssertPostProblemAsync("/v1/invitations", body, HttpStatusCode.Conflict, "GW0006");
    }

    [Fact]
    public async Task Invited_AgainByItsCertificate_HasNoJudgesKey()
    {
        var name = world.NewName("enno");
        var folder = world.Issue(name);
        var judges = world.Services.GetRequiredService<JudgeKeys>();
        await AcceptAsync(await InvitationAsync(name, folder, withKey: false));
        judges.Set(Directory.Find(name)!, world.JudgeKeyPem);
        Assert.NotNull(judges.Sign(Directory.Find(name)!, "c", Judgment));
        await AcceptAsync(await InvitationAsync(name, folder, withKey: false));
        Assert.Null(judges.Sign(Directory.Find(name)!, "c", Judgment));
    }

    [Fact]
    public async Task Invited_AsAuthorityByAnAdministrator_HasNoJudgesKey()
    {
        var (judges, invitations) = (world.Services.GetRequiredService<JudgeKeys>(), world.Services.GetRequiredService<Invitations>());
        var name = world.NewName("judge");
        await AcceptAsync(new { name, roles = new[] { "authority" } });
        Assert.Null(judges.Sign(Directory.Find(name)!, "c", Judgment));

        // Who has the server itself may hand the key on.
        foreach (var (mayJudge, role) in new[] { (true, Role.Authority), (true, Role.Buyer), (false, Role.Authority) })
        {
            var other = world.NewName("judge");
            using var identity = Fabric.Identities.IdentityFiles.LoadMsp("BuyersMSP", world.Issue(other));
            var user = invitations.Accept(invitations.Invite(other, role, identity.Identity, null, mayJudge)!, GatewayWorld.Password)!;
            Assert.Equal(mayJudge && role == Role.Authority, judges.Sign(user, "c", Judgment) is not null);
        }
    }

    [Fact]
    public async Task Accept_TheIdentityIsTaken_KeepsTheInvitation()
    {
        var folder = world.Issue(world.NewName("frida"));
        var (first, second) = (world.NewName("frida"), world.NewName("frida"));
        var late = await world.Admin.PostOkAsync("/v1/invitations", await InvitationAsync(second, folder, withKey: true));
        await AcceptAsync(await InvitationAsync(first, folder, withKey: true));
        await world.Anyone.AssertPostProblemAsync("/v1/invitations/acceptance", new { token = late.Text("token"), password = GatewayWorld.Password }, HttpStatusCode.Unauthorized, "GW0005");
        using var session = world.Services.GetRequiredService<GatewayDatabase>().Open();
        Assert.Equal(1L, session.Scalar("SELECT COUNT(*) FROM invitations WHERE name = $1", second));
    }

    [Fact]
    public async Task Invite_BadNameKeyOrCertificate_IsRefused()
    {
        var folder = world.Issue(world.NewName("erna"));
        var certificate = await File.ReadAllTextAsync(System.IO.Directory.EnumerateFiles(Path.Combine(folder, "signcerts")).Single(), Stop);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        foreach (var body in new object[]
        {
            new { name = "with space", roles = Array.Empty<string>() },
            new { name = "x", roles = new[] { "king" } },
            new { name = "x", roles = new[] { "buyer" }, certificate },
            new { name = "x", roles = new[] { "buyer" }, mspId = "BuyersMSP", certificate = "nothing" },
            new { name = "x", roles = new[] { "buyer" }, mspId = "BuyersMSP", certificate, privateKey = other.ExportPkcs8PrivateKeyPem() },
            new { name = "x", roles = new[] { "buyer" }, mspId = "BuyersMSP", certificate, privateKey = "nothing" },
        })
            await world.Admin.AssertPostProblemAsync("/v1/invitations", body, HttpStatusCode.BadRequest, "GW0001");
    }

    private UserDirectory Directory => world.Services.GetRequiredService<UserDirectory>();

    private static Core.Records.Judgment Judgment { get; } = new(new string('a', 64), 1, Core.Records.Verdict.Dismissed, "nothing", new string('0', 128), [], 1);

    private async Task AcceptAsync(object body)
    {
        var invitation = await world.Admin.PostOkAsync("/v1/invitations", body);
        await world.Anyone.PostOkAsync("/v1/invitations/acceptance", new { token = invitation.Text("token"), password = GatewayWorld.Password });
    }

    private static async Task<object> InvitationAsync(string name, string mspFolder, bool withKey) => new
    {
        name,
        roles = new[] { "buyer" },
        mspId = "BuyersMSP",
        certificate = await File.ReadAllTextAsync(System.IO.Directory.EnumerateFiles(Path.Combine(mspFolder, "signcerts")).Single(), Stop),
        privateKey = withKey ? await File.ReadAllTextAsync(System.IO.Directory.EnumerateFiles(Path.Combine(mspFolder, "keystore")).Single(), Stop) : null,
    };

    [Theory]
    [InlineData("alice", "wrong password")]
    [InlineData("nobody", GatewayWorld.Password)]
    [InlineData("", "")]
    public async Task SignIn_WrongNameOrPassword_IsRefusedAlike(string name, string password)
    {
        foreach (var path in new[] { "/v1/tokens", "/v1/session" })
        {
            using var answer = await world.Anyone.PostAsync(path, new { name, password });
            var problem = await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0005");
            Assert.Equal("name or password are wrong", problem.Text("detail"));
        }
    }

    [Fact]
    public async Task Password_Changed_EndsEverySession()
    {
        var name = world.NewName("fritz");
        world.AddUser(name, Gateway.Users.Role.Auditor, world.Issue(name));
        var client = world.Client(name);
        using (var wrong = await client.PutAsJsonAsync("/v1/me/password", new { password = "not this one", newPassword = "another password" }, Stop))
            await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0005");
        using (var changed = await client.PutAsJsonAsync("/v1/me/password", new { password = GatewayWorld.Password, newPassword = "another password" }, Stop))
            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await client.AssertGetProblemAsync("/v1/me", HttpStatusCode.Unauthorized, "GW0002");
        Assert.NotEmpty(GatewayWorld.TokenOf(world.Anyone, name, "another password"));
    }

    [Fact]
    public async Task Access_Ended_HoldsAtOnceAndCanBeRestored()
    {
        var name = world.NewName("gerda");
        world.AddUser(name, Gateway.Users.Role.Buyer, world.Issue(name));
        var client = world.Client(name);
        await client.GetOkAsync("/v1/me");
        using (var ended = await world.Admin.PutAsJsonAsync($"/v1/users/{name}/access", new { disabled = true }, Stop)) Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await client.AssertGetProblemAsync("/v1/me", HttpStatusCode.Unauthorized, "GW0002");
        using (var refused = await world.Anyone.PostAsync("/v1/tokens", new { name, password = GatewayWorld.Password }))
            await refused.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0005");
        using (var restored = await world.Admin.PutAsJsonAsync($"/v1/users/{name}/access", new { disabled = false }, Stop)) Assert.Equal(HttpStatusCode.NoContent, restored.StatusCode);
        Assert.NotEmpty(GatewayWorld.TokenOf(world.Anyone, name, GatewayWorld.Password));
        using var own = await world.Admin.PutAsJsonAsync("/v1/users/admin/access", new { disabled = true }, Stop);
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
    }

    [Fact]
    public async Task Token_Forged_IsNobodys()
    {
        using var client = new HttpClient { BaseAddress = world.Address };
        var token = GatewayWorld.TokenOf(world.Anyone, "alice", GatewayWorld.Password);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token[..^4] + (token[^4] == 'A' ? 'B' : 'A') + token[^3..]);
        await client.AssertGetProblemAsync("/v1/me", HttpStatusCode.Unauthorized, "GW0002");
    }

    [Fact]
    public async Task Cookie_UnsafeRequests_OnlyFromTheGatewaysOwnPages()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = world.Address };
        using (var signedIn = await browser.PostAsync("/v1/session", new { name = "alice", password = GatewayWorld.Password }))
        {
            var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal("alice", (await browser.GetOkAsync("/v1/me")).Text("name"));
        foreach (var (header, value) in new[] { ("X-None", "1"), ("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site") })
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Delete, "/v1/session") { Headers = { { header, value } } };
            using var refused = await browser.SendAsync(foreign, Stop);
            await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "GW0008");
        }

        using var own = new HttpRequestMessage(HttpMethod.Delete, "/v1/session") { Headers = { { "Origin", world.Address.ToString().TrimEnd('/') } } };
        using var ended = await browser.SendAsync(own, Stop);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await browser.AssertGetProblemAsync("/v1/me", HttpStatusCode.Unauthorized, "GW0002");
    }

    [Fact]
    public async Task Users_AreListedForTheAdministratorWithoutSecrets()
    {
        using var answer = await world.Admin.GetAsync("/v1/users", Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\"alice\"", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "password", "PRIVATE", "stamp", "certificate" }) Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }
}
