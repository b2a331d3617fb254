using System.Net;
using System.Text.RegularExpressions;
using FLChain.Gateway.Access;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>An operation of the API, as the router has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Its path, with parameters in braces.</param>
/// <param name="Rule">Who may call it.</param>
/// <param name="Once">Whether it brings an idempotency key.</param>
/// <param name="Body">Type of its body, where that is JSON; null otherwise.</param>
internal sealed partial record Operation(string Name, string Method, string Path, AccessRule? Rule, bool Once, Type? Body)
{
    private static readonly string Hex64 = new('a', 64);

    /// <summary>Every operation under <c>/v1</c>.</summary>
    public static IReadOnlyList<Operation> Of(GatewayWorld world) => [.. All(world).Where(operation => operation.Path.StartsWith("/v1", StringComparison.Ordinal))];

    /// <summary>Every operation, those for machines too.</summary>
    public static IEnumerable<Operation> All(GatewayWorld world) =>
        from endpoint in world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Operation(
            endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "",
            method,
            RouteConstraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "}"),
            endpoint.Metadata.GetMetadata<AccessRule>(),
            endpoint.Metadata.GetMetadata<IdempotentAttribute>() is not null,
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts && accepts.ContentTypes.Contains("application/json") ? accepts.RequestType : null);

    /// <summary>Whether it has a body that is JSON.</summary>
    public bool TakesJson => Body is not null;

    /// <summary>A path that could be one of this operation.</summary>
    public string Sample => Parameter().Replace(Path, match => match.Value switch
    {
        "{fid}" => GatewayWorld.Fid,
        "{number}" or "{iteration}" => "1",
        "{account}" => "pac",
        "{name}" => "alice",
        _ => Hex64,
    });

    /// <summary>Who may call it.</summary>
    public HttpClient MayCall(GatewayWorld world)
    {
        if (Rule!.AnyOf == Role.None) return world.Alice;
        return Callers(world).First(caller => (caller.Role & Rule.AnyOf) != 0).Client;
    }

    /// <summary>Who may not, for want of a role: each of these users has one role alone.</summary>
    public IEnumerable<HttpClient> MayNotCall(GatewayWorld world) => Callers(world).Where(caller => (caller.Role & Rule!.AnyOf) == 0).Select(caller => caller.Client);

    /// <summary>Sends a request with a body, if it takes one, and a fresh idempotency key.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpClient client, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), Sample);
        if (Method is "POST" or "PUT") request.Content = new StringContent(body, null, TakesJson || Once ? "application/json" : "application/octet-stream");
        request.Headers.Add(IdempotencyMiddleware.Header, Guid.NewGuid().ToString());
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request that succeeds, and asserts that its repetition has the same answer and no second effect, where the operation wants a key.</summary>
    /// <returns>The answer's body; empty where the answer has none or never ends.</returns>
    public async Task<string> SucceedAsync(SampleRequest request, string key)
    {
        var stop = TestContext.Current.CancellationToken;
        using var first = await request.SendAsync(Method, Method == "GET" ? null : key);
        var body = first.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await first.Content.ReadAsStringAsync(stop);
        Assert.True(first.IsSuccessStatusCode, $"{Name}: {first.StatusCode} {body}");
        if (!Once) return body;

        using var again = await request.SendAsync(Method, key);
        Assert.Equal(first.StatusCode, again.StatusCode);
        Assert.Equal(body, await again.Content.ReadAsStringAsync(stop));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues(IdempotencyMiddleware.ReplayedHeader)));
        using var other = await (request with { Body = new { another = true } }).SendAsync(Method, key);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "GW0010");
        return body;
    }

    private static IEnumerable<(Role Role, HttpClient Client)> Callers(GatewayWorld world) =>
    [
        (Role.Administrator, world.Admin), (Role.Buyer, world.Alice), (Role.Trainer, world.Trainer), (Role.Auditor, world.Auditor), (Role.Authority, world.Authority),
    ];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex RouteConstraint();
}
