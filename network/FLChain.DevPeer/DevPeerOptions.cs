using FLChain.DevPeer.Material;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.DevPeer;

/// <summary>How an embedded peer is run.</summary>
public sealed record DevPeerOptions
{
    /// <summary>Where the ledger is kept; created when it is not there.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The organizations of the channel and their crypto material. The peer endorses for each of them.</summary>
    public required DevConsortium Consortium { get; init; }

    /// <summary>The channel. Default <c>flchain</c>.</summary>
    public string ChannelId { get; init; } = "flchain";

    /// <summary>The chaincodes of the channel. Default: none.</summary>
    public IReadOnlyList<ChaincodeDefinition> Chaincodes { get; init; } = [];

    /// <summary>Longest time a submitted transaction waits for others before its block is cut. Default 50 ms; more than zero, at most a minute.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most transactions in a block. Default 500.</summary>
    public int MaxMessageCount { get; init; } = 500;

    /// <summary>Size in bytes at which a block is cut; a larger transaction gets a block to itself. Default 2 MiB.</summary>
    public int PreferredMaxBytes { get; init; } = 2 << 20;

    /// <summary>Largest transaction in bytes; a larger one is endorsed, and refused when it is submitted. Default 10 MiB, at most 90 MiB.</summary>
    public int AbsoluteMaxBytes { get; init; } = 10 << 20;

    /// <summary>Simulates each proposal twice before it is endorsed, and refuses it when the two differ: finds contracts that are not deterministic. Default: no.</summary>
    public bool SimulateTwice { get; init; }

    /// <summary>How long a chaincode may take for one transaction. Default 30 s.</summary>
    public TimeSpan ChaincodeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The port on 127.0.0.1. Default 0: any free one, see <see cref="DevPeerServer.Address"/>.</summary>
    public int Port { get; init; }

    /// <summary>Serves TLS with the certificate of the consortium's first organization. Default: yes.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>Whether a commit survives power loss, not just the death of the process. Costs a disk flush for each block. Default: yes.</summary>
    public bool DurableCommits { get; init; } = true;

    /// <summary>Where the peer logs to. Arguments, values and private data are never logged. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock by which certificates expire. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
