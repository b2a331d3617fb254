using FLChain.Cryptography.Envelopes;
using Microsoft.Extensions.Logging;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>What an independent watch looks at, and what it does about it.</summary>
public sealed record WatchOptions
{
    /// <summary>Connection profile with the identity that watches, and that pays and earns for its reports.</summary>
    public required string Profile { get; init; }

    /// <summary>Folder that remembers what has been checked, made when it is missing, for its owner alone.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The only model that is watched; null for all. Default: null.</summary>
    public string? Fid { get; init; }

    /// <summary>
    /// Opens the sealed unmasking shares of <see cref="Fid"/>'s federation, which grants it; the caller owns it. Without it
    /// shares stay sealed and are not checked. Default: null.
    /// </summary>
    public AuditKey? AuditKey { get; init; }

    /// <summary>Whether faults are reported to the contract, for the policy's fee, which the reward exceeds. Default: true.</summary>
    public bool Reports { get; init; } = true;

    /// <summary>
    /// Whether the inspections of gradients that the beacons draw are opened, where <see cref="Reports"/> is on: for no fee, and
    /// for judges to hold. Default: false.
    /// </summary>
    public bool Inspects { get; init; }

    /// <summary>Where retries and reconnections to the peers are logged. Default: nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Hears of what is found, in order. Default: nobody.</summary>
    public IProgress<WatchFinding>? Progress { get; init; }
}
