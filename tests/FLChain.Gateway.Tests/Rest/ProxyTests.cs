using System.Net;
using System.Net.Http.Json;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>A gateway behind a proxy at which TLS ends, and one that knows of none.</summary>
public sealed class ProxyTests(GatewayWorld world)
{
    private const int SignIns = 2;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task BehindAKnownProxy_ClientsAreToldApartAndCookiesAreSecure(string proxy)
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, proxy);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        for (var tries = 0; tries < SignIns; tries++) Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(client, "192.0.2.1", "wrong password!"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(client, "192.0.2.1", GatewayWorld.Password));

        using var other = await SignInAsync(client, "192.0.2.2", GatewayWorld.Password);
        Assert.Equal(HttpStatusCode.NoContent, other.StatusCode);
        Assert.Contains("; secure", Assert.Single(other.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);

        // The browser says https, and so does the proxy.
        using var leaving = new HttpRequestMessage(HttpMethod.Delete, "/v1/session");
        leaving.Headers.Add("Origin", $"https://{gateway.Address.Authority}");
        leaving.Headers.Add("Cookie", Assert.Single(other.Headers.GetValues("Set-Cookie")).Split(';')[0]);
        Forward(leaving, "192.0.2.2");
        using var left = await client.SendAsync(leaving, Stop);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
    }

    [Theory]
    [InlineData]
    [InlineData("192.0.2.77")]
    public async Task WithoutAProxyThatIsKnown_NobodyChoosesItsAddress(params string[] proxies)
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, proxies);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        for (var tries = 0; tries < SignIns; tries++) Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(client, $"192.0.2.{tries}", "wrong password!"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(client, "192.0.2.9", GatewayWorld.Password));
    }

    private async Task<RunningGateway> StartAsync(TemporaryFolder folder, params string[] proxies)
    {
        var gateway = await RunningGateway.StartAsync(new GatewaySettings
        {
            Profile = world.Federation.Consortium.Files.AuditorProfile,
            Data = folder["gateway"],
            SignInsPerMinute = SignIns,
            KnownProxies = proxies,
        });
        var bob = world.Services.GetRequiredService<UserDirectory>().Find("bob")!;
        gateway.Services.GetRequiredService<UserDirectory>().TryAdd("bob", GatewayWorld.Password, Role.Buyer, Fabric.Identities.X509Identity.FromPem(bob.MspId, bob.Certificate), null);
        return gateway;
    }

    private static async Task<HttpStatusCode> TryAsync(HttpClient client, string address, string password)
    {
        using var answer = await SignInAsync(client, address, password);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string address, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/session") { Content = JsonContent.Create(new { name = "bob", password }) };
        Forward(request, address);
        return await client.SendAsync(request, Stop);
    }

    private static void Forward(HttpRequestMessage request, string address)
    {
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", "https");
    }
}
