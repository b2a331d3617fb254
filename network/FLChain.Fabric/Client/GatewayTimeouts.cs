namespace FLChain.Fabric.Client;

/// <summary>
/// How long each stage may take, its retries included where not said otherwise. All must be positive. Where there are several
/// peers, the first one asked has three quarters of a stage's time, so that one that hangs leaves the next time to answer.
/// </summary>
public sealed record GatewayTimeouts
{
    /// <summary>A query. Default 30 s.</summary>
    public TimeSpan Evaluate { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The endorsements of a proposal. Default 30 s.</summary>
    public TimeSpan Endorse { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One attempt to hand a transaction to the orderer. Default 10 s.</summary>
    public TimeSpan Submit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for a submitted transaction's block. Default 60 s.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// After a submit that may or may not have reached the orderer: how long to look for the transaction in a block
    /// before the same transaction is sent again. Should be several times the network's batch time-out. Default 15 s.
    /// </summary>
    public TimeSpan UncertainSubmit { get; init; } = TimeSpan.FromSeconds(15);

    internal void Validate()
    {
        foreach (var timeout in new[] { Evaluate, Endorse, Submit, Commit, UncertainSubmit })
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(GatewayTimeouts));
    }
}
