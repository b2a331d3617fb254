namespace FLChain.Fabric.Shim;

/// <summary>How the service is at the moment.</summary>
/// <param name="TakesTransactions">False from the start of a stop. Without a peer it is true all the same: peers dial when they need the chaincode.</param>
/// <param name="Peers">Peers that have registered the chaincode.</param>
/// <param name="Transactions">Transactions that run or wait.</param>
internal readonly record struct ServiceHealth(bool TakesTransactions, int Peers, int Transactions);
