namespace FLChain.Fabric.Client;

/// <summary>Where a stream of events begins.</summary>
public sealed record EventOptions
{
    /// <summary>The first block; null for the next one that is committed. With null, events between the loss of a stream and its return may be missed as long as none has been given out: name a block to miss nothing.</summary>
    public ulong? StartBlock { get; init; }

    /// <summary>Once something was recorded in it, the stream begins exactly after that, whatever <see cref="StartBlock"/> says. Record each event yourself with <see cref="ICheckpoint.RecordTransactionAsync"/> once it is dealt with.</summary>
    public ICheckpoint? Checkpoint { get; init; }
}
