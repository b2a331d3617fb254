using FLChain.Fabric.Shim;

namespace FLChain.Cli.Audit.Replay;

/// <summary>What a contract is told about an invocation.</summary>
internal sealed record ReplayInvocation(
    string TransactionId,
    string ChannelId,
    DateTimeOffset Timestamp,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient,
    ClientIdentity Creator);
