using System.Net;
using FLChain.Gateway.Access;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>What holds for every operation of the API, found by asking the router for all of them.</summary>
public sealed class ContractTests(GatewayWorld world)
{
    [Fact]
    public void EveryEndpoint_HasARule() => Assert.All(Operation.All(world), operation => Assert.True(operation.Rule is not null, operation.Path));

    [Fact]
    public async Task OpenApiDocument_AndRoutes_AreTheSame()
    {
        var document = await world.Anyone.GetOkAsync("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")).Order();
        var routed = Operation.Of(world).Select(operation => $"{operation.Method} {operation.Path}").Order();
        Assert.Equal(routed, described);
    }

    [Fact]
    public async Task OpenApiDocument_EveryOperation_IsNamedAndDescribedAndHasItsKey()
    {
        var document = await world.Anyone.GetOkAsync("/openapi/v1.json");
        var names = new HashSet<string>();
        foreach (var operation in Operation.Of(world))
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

    /// <summary>Signing in writes nothing: whoever repeats it gets another token, and none is kept to be given again.</summary>
    [Fact]
    public void EveryPost_ButSigningIn_WantsAnIdempotencyKey() =>
        Assert.Equal(["/v1/session", "/v1/tokens"], Operation.Of(world).Where(operation => operation.Method == "POST" && !operation.Once).Select(operation => operation.Path).Order(StringComparer.Ordinal));

    /// <summary>Bodies and parameters are records of plain values; a gateway that fetched what a caller names could be sent anywhere.</summary>
    [Fact]
    public void NoRequest_NamesAnAddress()
    {
        var seen = new HashSet<Type>();
        foreach (var type in Operation.All(world).Select(operation => operation.Body).OfType<Type>()) AssertNoAddress(type, seen);
        Assert.True(seen.Count > 25);
    }

    private static void AssertNoAddress(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type)) return;
        Assert.False(typeof(Uri).IsAssignableFrom(type), $"a request takes {type}");
        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            Assert.DoesNotMatch("(?i)(url|uri|address|endpoint|callback|webhook)", property.Name);
            var inner = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (inner.Namespace?.StartsWith("FLChain", StringComparison.Ordinal) == true) AssertNoAddress(inner, seen);
        }
    }

    [Fact]
    public async Task NobodySignedIn_IsRefusedEverywhereButWhereAnyoneMay()
    {
        foreach (var operation in Operation.Of(world).Where(each => each.Rule!.Kind != AccessKind.Open))
        {
            using var answer = await operation.SendAsync(world.Anyone, "{}");
            await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "GW0002");
        }
    }

    [Fact]
    public async Task WrongRole_IsRefusedEverywhere()
    {
        var tried = 0;
        foreach (var operation in Operation.Of(world).Where(each => each.Rule!.Kind == AccessKind.Role))
            foreach (var client in operation.MayNotCall(world))
            {
                using var answer = await operation.SendAsync(client, "{}");
                await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "GW0003");
                tried++;
            }

        Assert.True(tried >= 100);
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
        foreach (var operation in Operation.Of(world).Where(each => each.TakesJson))
        {
            using var answer = await operation.SendAsync(operation.MayCall(world), body);
            await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "GW0001");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ümlaut")]
    public async Task IdempotencyKey_MissingOrMalformed_IsABadRequest(string? key)
    {
        foreach (var operation in Operation.Of(world).Where(each => each.Once))
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Sample) { Content = new StringContent("{}", null, "application/json") };
            if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(key) == key ? key : new string('k', 129));
            using var answer = await operation.MayCall(world).SendAsync(request, TestContext.Current.CancellationToken);
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
}
