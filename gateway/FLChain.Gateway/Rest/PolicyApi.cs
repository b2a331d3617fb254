using FLChain.Core.Policies;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>The policy in force and those before.</summary>
internal static class PolicyApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var policy = v1.MapGroup("/policy").WithTags("Policy").ForTheMarket();
        policy.MapGet("/", One).WithName("GetPolicy").WithSummary("The policy in force").Produces<Recorded<Policy>>().ProducesProblem(404);
        policy.MapGet("/versions", Versions).WithName("ListPolicyVersions").WithSummary("Every policy there has been, the newest first").Produces<ListOf<Recorded<Policy>>>();
        v1.MapPost("/policy/versions", (LedgerCall call, Policy input) => call.SubmitAsync(Registry.Contract, Registry.SetPolicy, input))
            .WithTags("Policy").For(Role.Authority).Submits("SetPolicy", "Set the policy; its version is set by the ledger");
    }

    private static IResult One(HttpContext context, LedgerIndex index)
    {
        using var session = index.Read();
        var policy = session.Find<Policy>(Keys.Policy) ?? throw Problem.NotFound("no policy has been set yet");
        return Answers.Record(context, policy);
    }

    private static IResult Versions(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        return Answers.List(context, session, page.Versions<Policy>(session, Keys.Policy));
    }
}
