using FLChain.Fabric.Shim;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Cli.Consortium;

/// <summary>What the embedded consortium looks like.</summary>
public sealed record EmbeddedConsortiumOptions
{
    /// <summary>Folder that holds everything: crypto material, ledger, options files, artifacts. Made when it is missing; a consortium that is there goes on.</summary>
    public required string Directory { get; init; }

    /// <summary>Trainers that get an identity and an options file, 1 or more; they alternate between the two trainer organizations. Default 4.</summary>
    public int Trainers { get; init; } = 4;

    /// <summary>Port of the peer on loopback; 0 keeps the port of the last run, or takes a free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>How long the peer waits for more transactions before it cuts a block. Default 20 ms.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How many blocks a payload outlives the one that brought it; 0 for ever. Default 0.</summary>
    public ulong PayloadBlocksToLive { get; init; }

    /// <summary>Whether each proposal is simulated twice, to find non-deterministic contracts. Default false.</summary>
    public bool SimulateTwice { get; init; }

    /// <summary>What is served in place of the contracts, given them: for tests of peers that answer otherwise. Default: the contracts.</summary>
    internal Func<IChaincode, IChaincode> Serve { get; init; } = contracts => contracts;

    /// <summary>Where logs go. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
