namespace FLChain.Fabric.Shim;

/// <summary>
/// What a chaincode server runs. One instance serves every transaction of every channel, many at once: an
/// implementation holds no state of its own.
/// </summary>
public interface IChaincode
{
    /// <summary>
    /// Runs one transaction. Its result must depend on nothing but the stub: every endorser runs it and all must agree.
    /// </summary>
    /// <param name="stub">The ledger as this transaction sees it; not to be used after the returned task has ended.</param>
    /// <param name="cancellationToken">Cancelled when the peer has gone or the service stops; nobody waits for the result then.</param>
    /// <returns>
    /// The response. A status of 400 or above ends the proposal without an endorsement. An exception becomes a response of
    /// status 500 whose message says nothing about the cause; the cause is logged.
    /// </returns>
    Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken);
}
