using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Client;

/// <summary>Who connects, to which peers, and how patiently.</summary>
public sealed record GatewayOptions
{
    /// <summary>In whose name transactions are made.</summary>
    public required X509Identity Identity { get; init; }

    /// <summary>What signs for <see cref="Identity"/>; stays the caller's. Null where each message is signed elsewhere and handed back (see <see cref="Proposal.WithSignature"/>).</summary>
    public ISigner? Signer { get; init; }

    /// <summary>The peers, at least one. The first is used as long as it answers, then the next, and after a pause the first again (<see cref="GatewayRetry.FirstPeerPause"/>). They stay the caller's and must outlive the gateway.</summary>
    public required IReadOnlyList<GrpcChannel> Channels { get; init; }

    /// <summary>The organizations asked to endorse when a proposal names none; empty to leave the choice to the gateway.</summary>
    public IReadOnlyList<string> EndorsingOrganizations { get; init; } = [];

    /// <summary>Time-outs for each stage.</summary>
    public GatewayTimeouts Timeouts { get; init; } = new();

    /// <summary>Retries.</summary>
    public GatewayRetry Retry { get; init; } = new();

    /// <summary>The clock for the timestamps of proposals and for delays between retries.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where retries and reconnections are logged; null for nowhere.</summary>
    public ILogger? Logger { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Identity);
        if (Channels is not { Count: > 0 })
            throw new ArgumentException("At least one channel is needed.", nameof(Channels));
        Timeouts.Validate();
        Retry.Validate();
    }
}
