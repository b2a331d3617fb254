namespace FLChain.Fabric.Client;

/// <summary>A checkpoint that lasts as long as the process. Safe for concurrent use.</summary>
public sealed class InMemoryCheckpoint : ICheckpoint
{
    private volatile Position _position = new(null, "");

    /// <inheritdoc/>
    public ulong? BlockNumber => _position.BlockNumber;

    /// <inheritdoc/>
    public string TransactionId => _position.TransactionId;

    /// <inheritdoc/>
    public Task RecordBlockAsync(ulong blockNumber, CancellationToken cancellationToken = default)
    {
        _position = new Position(blockNumber + 1, "");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RecordTransactionAsync(ulong blockNumber, string transactionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(transactionId);
        _position = new Position(blockNumber, transactionId);
        return Task.CompletedTask;
    }

    private sealed record Position(ulong? BlockNumber, string TransactionId);
}
