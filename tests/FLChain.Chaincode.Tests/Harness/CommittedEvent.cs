namespace FLChain.Chaincode.Tests.Harness;

/// <summary>A chaincode event of a valid transaction.</summary>
internal sealed record CommittedEvent(long Block, string TransactionId, string Name, byte[] Payload);
