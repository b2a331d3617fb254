namespace FLChain.Fabric.Client;

/// <summary>How often and how fast failures that pass by themselves are tried again. Delays double from one try to the next, with jitter.</summary>
public sealed record GatewayRetry
{
    /// <summary>No retries at all.</summary>
    public static GatewayRetry None { get; } = new()
    {
        MaxRetries = 0,
        MaxMismatchRetries = 0,
        MaxBrokenOffRetries = 0,
        MaxUncertainResends = 0,
        MaxConflictRetries = 0,
        MaxReconnects = 0,
    };

    /// <summary>Retries of one stage while the peer, the orderer or the chaincode is not available, 0 or more. Default 10.</summary>
    public int MaxRetries { get; init; } = 10;

    /// <summary>
    /// How many of those retries may be for endorsers that computed different outcomes, 0 or more. Default 3: peers have a
    /// block at slightly different times, but a chaincode that is not deterministic will not become so.
    /// </summary>
    public int MaxMismatchRetries { get; init; } = 3;

    /// <summary>
    /// How many of those retries may be for a chaincode that went away in the middle of the transaction, 0 or more. Default
    /// 2: it may be the transaction that took it down, and would on every peer.
    /// </summary>
    public int MaxBrokenOffRetries { get; init; } = 2;

    /// <summary>Delay before the first retry. Default 200 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest delay. Default 5 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the same signed transaction is sent again after its commit status was asked for in vain, 0 or more. Default 2.</summary>
    public int MaxUncertainResends { get; init; } = 2;

    /// <summary>How often a request is made again as a new transaction when it lost to another one (MVCC or phantom read conflict), 0 or more. Default 8.</summary>
    public int MaxConflictRetries { get; init; } = 8;

    /// <summary>Delay before the first of those. Default 50 ms.</summary>
    public TimeSpan FirstConflictDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the first peer is left alone after it failed, before calls and streams go to it again. Default 30 s.</summary>
    public TimeSpan FirstPeerPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row a stream of events or blocks may fail without bringing anything; null for no bound. Default null.</summary>
    public int? MaxReconnects { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxMismatchRetries);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBrokenOffRetries);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUncertainResends);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxConflictRetries);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxReconnects ?? 0);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstPeerPause.Ticks);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstDelay.Ticks);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstConflictDelay.Ticks);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, FirstDelay);
    }
}
