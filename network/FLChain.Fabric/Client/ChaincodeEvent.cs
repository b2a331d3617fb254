namespace FLChain.Fabric.Client;

/// <summary>An event that a chaincode's valid transaction set.</summary>
/// <param name="BlockNumber">The block it stands in.</param>
/// <param name="TransactionId">The transaction that set it; one transaction sets one event at most.</param>
/// <param name="Chaincode">The chaincode's name.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="Payload">The event's payload.</param>
public sealed record ChaincodeEvent(ulong BlockNumber, string TransactionId, string Chaincode, string EventName, ReadOnlyMemory<byte> Payload);
