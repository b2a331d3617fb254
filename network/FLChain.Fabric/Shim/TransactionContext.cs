namespace FLChain.Fabric.Shim;

/// <summary>
/// What a contract's method is given: made anew for each transaction. An application derives from it to hold what its
/// contracts share within one transaction, for instance typed access to its records.
/// </summary>
public class TransactionContext
{
    /// <summary>Makes the context of one transaction.</summary>
    public TransactionContext(IChaincodeStub stub)
    {
        ArgumentNullException.ThrowIfNull(stub);
        Stub = stub;
    }

    /// <summary>The ledger as this transaction sees it; it refuses writes in an evaluate transaction.</summary>
    public IChaincodeStub Stub { get; }
}
