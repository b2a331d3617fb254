using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Gateway.Access;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;

namespace FLChain.Gateway.Rest;

/// <summary>The policy in force and those before.</summary>
internal static class PolicyApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var policy = v1.MapGroup("/policy").WithTags("Policy").ForTheMarket();
        policy.MapGet("/", One).WithName("GetPolicy").WithSummary("The policy in force").Produces<Recorded<Policy>>().ProducesProblem(404);
        policy.MapGet("/versions", Versions).WithName("ListPolicyVersions").WithSummary("Every policy there has been, the newest first").Produces<ListOf<Recorded<Policy>>>();
    }

    private static IResult One(HttpContext context, LedgerIndex index)
    {
        using var session = index.Read();
        var policy = session.Find<Policy>(Keys.Policy) ?? throw Problem.NotFound("no policy has been set yet");
        return Answers.Versioned(context, policy, $"{policy.Block}.{policy.Position}");
    }

    private static IResult Versions(LedgerIndex index, int? limit, string? cursor)
    {
        using var session = index.Read();
        var most = Parameters.Limit(limit);
        return Results.Ok(Parameters.Page(session.History<Policy>(Keys.Policy, Parameters.PlaceCursor(cursor), most + 1), most, Parameters.After));
    }
}
