using FLChain.Gateway.Submissions;

namespace FLChain.Gateway.Rest;

/// <summary>What routes of one form have in common.</summary>
internal static class RouteForms
{
    private static readonly int[] Refusals = [400, 401, 402, 403, 404, 409, 422, 429, 503];

    /// <summary>A request that writes to the ledger: it brings an idempotency key, and its answer carries transaction and block.</summary>
    public static RouteHandlerBuilder Submits(this RouteHandlerBuilder route, string name, string summary)
    {
        foreach (var status in Refusals) route.ProducesProblem(status);
        return route.WithName(name).WithSummary(summary).Once().Produces<Committed>();
    }
}
