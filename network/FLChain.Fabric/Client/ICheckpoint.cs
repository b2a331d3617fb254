namespace FLChain.Fabric.Client;

/// <summary>
/// Remembers how far a stream of events or blocks was dealt with. Record after the work, not before: then each event is
/// dealt with at least once. Use one checkpoint for one stream.
/// </summary>
public interface ICheckpoint
{
    /// <summary>The block to go on with; null when nothing was recorded yet.</summary>
    ulong? BlockNumber { get; }

    /// <summary>The last transaction of that block that was dealt with; empty when none of it was.</summary>
    string TransactionId { get; }

    /// <summary>Records that all of a block was dealt with: the next one is to come.</summary>
    Task RecordBlockAsync(ulong blockNumber, CancellationToken cancellationToken = default);

    /// <summary>Records that a block was dealt with up to and including a transaction.</summary>
    Task RecordTransactionAsync(ulong blockNumber, string transactionId, CancellationToken cancellationToken = default);
}
