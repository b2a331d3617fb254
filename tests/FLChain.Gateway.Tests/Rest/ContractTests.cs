using System.Net;
using System.Text.RegularExpressions;
using FLChain.Gateway.Access;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Tests.World;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>What holds for every operation of the API, found by asking the router for all of them.</summary>
public sealed partial class ContractTests(GatewayWorld world)
{
    private static readonly string Hex64 = new('a', 64);

    private sealed record Operation(string Method, string Path, AccessRule? Rule, bool Once);

    [Fact]
    public void EveryEndpoint_HasARule() => Assert.All(Operations(all: true), operation => Assert.True(operation.Rule is not null, operation.Path));

    [Fact]
    public async Task OpenApiDocument_AndRoutes_AreTheSame()
    {
        var document = await world.Anyone.GetOkAsync("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")).Order();
        var routed = Operations().Select(operation => $"{operation.Method} {operation.Path}").Order();
        Assert.Equal(routed, described);
    }

    [Fact]
    public async Task OpenApiDocument_EveryOperation_IsNamedAndDescribedAndHasItsKey()
    {
        var document = await world.Anyone.GetOkAsync("/openapi/v1.json");
        var names = new HashSet<string>();
        foreach (var operation in Operations())
        {
            var described = document.GetProperty("paths").GetProperty(operation.Path).GetProperty(operation.Method.ToLowerInvariant());
            Assert.True(names.Add(described.Text("operationId")), operation.Path);
            Assert.NotEmpty(described.Text("summary"));
            Assert.Contains("For: ", described.Text("description"), StringComparison.Ordinal);
            Assert.Contains(described.GetProperty("responses").EnumerateObject(), response => response.Name[0] == '2');
            var keys = described.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(each => each.Text("name") == "Idempotency-Key");
            Assert.Equal(operation.Once, keys);
        }
    }

    [Fact]
    public void EveryPostThatWritesToTheLedger_WantsAnIdempotencyKey() =>
        Assert.Equal(
            [
                "/v1/models/{fid}/purchases", "/v1/purchases/{fid}/{purchaseId}/confirmation", "/v1/purchases/{fid}/{purchaseId}/dispute",
                "/v1/purchases/{fid}/{purchaseId}/evaluation", "/v1/purchases/{fid}/{purchaseId}/settlement",
            ],
            Operations().Where(operation => operation.Once).Select(operation => operation.Path).Order(StringComparer.Ordinal));

    [Fact]
    public async Task NobodySignedIn_IsRefusedEverywhereButWhereAnyoneMay()
    {
        foreach (var operation in Operations().Where(each => each.Rule!.Kind != AccessKind.Open))
        {
            using var answer = await SendAsync(world.Anyone, operation, "{}");
            await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0002");
        }
    }

    [Fact]
    public async Task WrongRole_IsRefusedEverywhere()
    {
        var tried = 0;
        foreach (var operation in Operations().Where(each => each.Rule!.Kind == AccessKind.Role))
        {
            // Each of these users has one role alone.
            var users = new[] { ("admin", Gateway.Users.Role.Administrator), ("alice", Gateway.Users.Role.Buyer), ("trainer", Gateway.Users.Role.Trainer), ("auditor", Gateway.Users.Role.Auditor), ("authority", Gateway.Users.Role.Authority) };
            foreach (var (user, _) in users.Where(each => (each.Item2 & operation.Rule!.AnyOf) == 0))
            {
                using var answer = await SendAsync(world.Client(user), operation, "{}");
                await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "GW0003");
                tried++;
            }
        }

        Assert.True(tried >= 16);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"unknownMember\":1}")]
    [InlineData("{\"name\":1,\"token\":[],\"contract\":null,\"buyerKey\":\"***\",\"bytes\":7,\"rating\":\"x\",\"privateKey\":3,\"password\":null,\"disabled\":\"no\"}")]
    public async Task MalformedBody_IsABadRequestEverywhere(string body)
    {
        foreach (var operation in Operations().Where(each => each.Method is "POST" or "PUT" && !WithoutJson.Contains(each.Path)))
        {
            using var answer = await SendAsync(MayCall(operation), operation, body);
            await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "GW0001");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ümlaut")]
    public async Task IdempotencyKey_MissingOrMalformed_IsABadRequest(string? key)
    {
        foreach (var operation in Operations().Where(each => each.Once))
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Sample(operation.Path)) { Content = new StringContent("{}", null, "application/json") };
            if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(key) == key ? key : new string('k', 129));
            using var answer = await world.Alice.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "GW0009");
        }
    }

    [Fact]
    public async Task UnknownPathAndMethod_AreProblems()
    {
        await world.Alice.AssertGetProblemAsync("/v1/nothing", HttpStatusCode.NotFound, "GW0004");
        using var answer = await world.Alice.DeleteAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        foreach (var path in new[] { "/v1/models", "/v1/nothing", "/health/live" })
        {
            using var answer = await world.Alice.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task TooLargeBody_IsRefused()
    {
        using var answer = await world.Anyone.PostAsync("/v1/tokens", new { name = new string('a', 2 << 20), password = "x" });
        await answer.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "GW0017");
    }

    // Settling and confirming say everything in their paths; an artifact is bytes.
    private static readonly string[] WithoutJson = ["/v1/models/{fid}/artifacts/{digest}", "/v1/purchases/{fid}/{purchaseId}/confirmation", "/v1/purchases/{fid}/{purchaseId}/settlement"];

    private HttpClient MayCall(Operation operation) => operation.Rule!.AnyOf switch
    {
        Gateway.Users.Role.Administrator => world.Admin,
        _ => world.Alice,
    };

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Operation operation, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), Sample(operation.Path));
        if (operation.Method is "POST" or "PUT") request.Content = new StringContent(body, null, operation.Path.EndsWith("{digest}", StringComparison.Ordinal) ? "application/octet-stream" : "application/json");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static string Sample(string path) => Parameter().Replace(path, match => match.Value switch
    {
        "{fid}" => GatewayWorld.Fid,
        "{number}" or "{iteration}" => "1",
        "{account}" => "pac",
        "{name}" => "alice",
        _ => Hex64,
    });

    private IEnumerable<Operation> Operations(bool all = false) =>
        from endpoint in world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = RouteConstraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "}")
        where all || path.StartsWith("/v1", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Operation(method, path, endpoint.Metadata.GetMetadata<AccessRule>(), endpoint.Metadata.GetMetadata<IdempotentAttribute>() is not null);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex RouteConstraint();
}
