using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Index;

/// <summary>Where the index gets its blocks.</summary>
internal interface ILedgerSource
{
    /// <summary>Blocks one after another from <paramref name="first"/> on, without end. Throws when no peer gives them for a while.</summary>
    IAsyncEnumerable<Block> BlocksAsync(ulong first, CancellationToken cancellationToken);

    /// <summary>How many blocks there are.</summary>
    Task<ulong> HeightAsync(CancellationToken cancellationToken);
}
