namespace FLChain.Fabric.Client;

/// <summary>One channel of a Fabric network. Safe for concurrent use.</summary>
public sealed class Network
{
    private readonly GatewayConnection _connection;

    internal Network(GatewayConnection connection, string channelId)
    {
        _connection = connection;
        ChannelId = channelId;
    }

    /// <summary>The channel.</summary>
    public string ChannelId { get; }

    /// <summary>A contract of a chaincode; nothing is sent.</summary>
    /// <param name="chaincode">The chaincode's name on the channel.</param>
    /// <param name="contractName">The contract within it, when it holds several; null for its default.</param>
    public Contract GetContract(string chaincode, string? contractName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(chaincode);
        return new Contract(_connection, ChannelId, chaincode, contractName);
    }

    /// <summary>
    /// The events of a chaincode's valid transactions in the order of the ledger, without end. A lost stream is taken up
    /// again, on another peer if there is one, exactly after the last event given out.
    /// </summary>
    /// <param name="chaincode">The chaincode's name.</param>
    /// <param name="options">Where to begin; null for the next block that is committed.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="EventsException">The peer refuses, or was lost more often than <see cref="GatewayRetry.MaxReconnects"/>.</exception>
    /// <exception cref="InvalidOperationException">The gateway has no signer.</exception>
    public IAsyncEnumerable<ChaincodeEvent> ChaincodeEventsAsync(
        string chaincode, EventOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(chaincode);
        return new ChaincodeEventStream(_connection, ChannelId, chaincode, options ?? new EventOptions()).ReadAsync(cancellationToken);
    }

    /// <summary>
    /// Whole blocks, one after another without a gap. A lost stream is taken up again, on another peer if there is one,
    /// exactly after the last block given out. Hashes and signatures are not checked here.
    /// </summary>
    /// <param name="startBlock">The first block's number.</param>
    /// <param name="endBlock">The last block's number; null for no end: blocks are given out as they are committed.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="EventsException">The peer refuses, gives blocks out of order, or was lost more often than <see cref="GatewayRetry.MaxReconnects"/>.</exception>
    /// <exception cref="InvalidOperationException">The gateway has no signer.</exception>
    public IAsyncEnumerable<Protos.Block> BlocksAsync(ulong startBlock, ulong? endBlock = null, CancellationToken cancellationToken = default)
    {
        if (endBlock < startBlock)
            throw new ArgumentOutOfRangeException(nameof(endBlock), endBlock, "The end lies before the start.");
        return new BlockStream(_connection, ChannelId, startBlock, endBlock).ReadAsync(cancellationToken);
    }

    /// <summary>Whole blocks from a checkpoint on, as <see cref="BlocksAsync(ulong, ulong?, CancellationToken)"/>: from the block after the last one recorded, or from block 0. Record each block with <see cref="ICheckpoint.RecordBlockAsync"/> once it is dealt with.</summary>
    public IAsyncEnumerable<Protos.Block> BlocksAsync(ICheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return BlocksAsync(checkpoint.BlockNumber ?? 0, null, cancellationToken);
    }

    /// <summary>Waits for the verdict over a transaction made before, for example after a <see cref="CommitStatusException"/> or a restart.</summary>
    /// <param name="transactionId">The transaction's id.</param>
    /// <param name="timeout">How long to wait for its block; null for <see cref="GatewayTimeouts.Commit"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="CommitStatusException">There is no verdict in that time.</exception>
    public Task<CommitStatus> GetCommitStatusAsync(string transactionId, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(transactionId);
        var timeouts = timeout is { } limit ? _connection.Options.Timeouts with { Commit = limit } : _connection.Options.Timeouts;
        timeouts.Validate();
        return SubmittedTransaction.ForTransaction(_connection, ChannelId, transactionId, timeouts).GetStatusAsync(cancellationToken);
    }
}
