using System.Net;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Requests beyond what a user or an address may make, at a gateway that allows few.</summary>
public sealed class RateLimitTests(GatewayWorld world) : IAsyncLifetime
{
    private const int Requests = 8;
    private const int SignIns = 3;

    private readonly TemporaryFolder _folder = new();
    private RunningGateway _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(new GatewaySettings
        {
            Profile = world.Federation.Consortium.Files.AuditorProfile,
            Data = _folder["gateway"],
            PublicMarket = true,
            RequestsPerMinute = Requests,
            SignInsPerMinute = SignIns,
        });
        _client = new HttpClient { BaseAddress = _gateway.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_BeyondTheLimit_AreToldWhenToComeAgain()
    {
        for (var request = 0; request < Requests; request++) await _client.GetOkAsync("/v1/models");
        using var refused = await _client.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "GW0007");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    /// <summary>Every operation that tries a password or a token, each alone.</summary>
    [Theory]
    [InlineData("/v1/tokens")]
    [InlineData("/v1/session")]
    [InlineData("/v1/invitations/acceptance")]
    public async Task Tries_BeyondTheLimit_AreRefusedBeforeTheyAreLookedAt(string path)
    {
        var body = new { name = "nobody", password = "no password of anyone", token = "none" };
        for (var tries = 0; tries < SignIns; tries++)
        {
            using var wrong = await _client.PostAsync(path, path.EndsWith("acceptance", StringComparison.Ordinal) ? new { body.token, body.password } : (object)new { body.name, body.password }, $"key-{tries}");
            await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0005");
        }

        using var refused = await _client.PostAsync(path, "{", "another");
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "GW0007");
    }
}
