using FLChain.Cli.Audit.State;

namespace FLChain.Cli.Audit.Replay;

/// <summary>What a transaction of the past saw of private data.</summary>
internal interface IReplayPrivateData
{
    /// <summary>Hash and version that a key had, or null when it was not there.</summary>
    StateValue? Find(string collection, string key);

    /// <summary>The value with this hash.</summary>
    /// <exception cref="ReplayGapException">It is not to be had any more.</exception>
    Task<byte[]> OpenAsync(string collection, string key, StateValue hash, CancellationToken cancellationToken);
}
