using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FLChain.Gateway.Hosting;

/// <summary>Ready while the index follows the ledger closely.</summary>
internal sealed class IndexHealth(LedgerIndex index) : IHealthCheck
{
    /// <summary>Tag of checks that say whether requests can be served, rather than whether the process lives.</summary>
    public const string Ready = "ready";

    /// <summary>Blocks that the index may be behind.</summary>
    public const ulong MostBehind = 100;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var height = index.Height;
        var result = height switch
        {
            { Trouble: { } trouble } => HealthCheckResult.Unhealthy(trouble),
            { Behind: null } => HealthCheckResult.Unhealthy("no peer has told its height yet"),
            { Behind: > MostBehind } => HealthCheckResult.Unhealthy($"{height.Behind} blocks behind"),
            _ => HealthCheckResult.Healthy($"{height.Blocks} blocks"),
        };
        return Task.FromResult(result);
    }
}
