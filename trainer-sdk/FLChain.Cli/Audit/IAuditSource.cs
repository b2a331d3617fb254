using FLChain.Core.Requests;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit;

/// <summary>Where an audit gets what it checks. Nothing that it gives is believed.</summary>
public interface IAuditSource
{
    /// <summary>In whose name queries are made.</summary>
    X509Identity Caller { get; }

    /// <summary>The number of blocks that the channel has now, 1 or more.</summary>
    /// <exception cref="AuditSourceException">There is no answer.</exception>
    Task<ulong> GetHeightAsync(CancellationToken cancellationToken);

    /// <summary>The blocks from <paramref name="first"/> to <paramref name="last"/>, both included, as the peer gives them: possibly fewer, others, or broken ones.</summary>
    /// <exception cref="AuditSourceException">There is no answer.</exception>
    IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, CancellationToken cancellationToken);

    /// <summary>A payload, or null when the peer says that it is not there.</summary>
    /// <exception cref="AuditSourceException">There is no answer.</exception>
    Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken);

    /// <summary>The peer's answer to a query, or null when it refuses it.</summary>
    /// <param name="query"><c>contract:transaction</c>.</param>
    /// <param name="argument">Encoded argument; null for a query without one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AuditSourceException">There is no answer.</exception>
    Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken);
}
