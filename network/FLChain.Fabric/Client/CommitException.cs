using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Client;

/// <summary>A transaction stands in a block but was found invalid: it had no effect.</summary>
public sealed class CommitException : FabricException
{
    internal CommitException(CommitStatus status)
        : base($"Transaction {status.TransactionId} is invalid in block {status.BlockNumber}: {status.Code}.", status.TransactionId)
    {
        Code = status.Code;
        BlockNumber = status.BlockNumber;
    }

    /// <summary>Why it is invalid.</summary>
    public TxValidationCode Code { get; }

    /// <summary>The block it stands in.</summary>
    public ulong BlockNumber { get; }

    /// <summary>True if another transaction came first (MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT): the same request may succeed as a new transaction.</summary>
    public bool IsConflict => Code is TxValidationCode.MvccReadConflict or TxValidationCode.PhantomReadConflict;
}
