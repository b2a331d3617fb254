using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>What a client asks of the chaincode.</summary>
internal sealed record Proposal(
    string TransactionId,
    DateTimeOffset Timestamp,
    ClientIdentity Creator,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient)
{
    public string Function => System.Text.Encoding.UTF8.GetString(Arguments[0].Span);
}
