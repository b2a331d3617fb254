using FLChain.Fabric.Grpc;

namespace FLChain.Fabric.Client;

/// <summary>An endorsed transaction could not be handed to the orderer.</summary>
public sealed class SubmitException : FabricException
{
    internal SubmitException(string transactionId, GrpcException cause, bool isOutcomeUnknown)
        : base(isOutcomeUnknown ? "It is not known whether the transaction was submitted" : "The transaction was not submitted", transactionId, cause)
    {
        IsOutcomeUnknown = isOutcomeUnknown;
    }

    /// <summary>
    /// False: the transaction certainly takes no effect. True: it may still be committed; ask for the commit status of
    /// <see cref="FabricException.TransactionId"/> before making the same change by another transaction.
    /// </summary>
    public bool IsOutcomeUnknown { get; }
}
