namespace FLChain.Fabric.Shim;

/// <summary>One committed version of a key; <paramref name="Value"/> is empty where the version is a deletion.</summary>
public sealed record KeyVersion(string TransactionId, DateTimeOffset Timestamp, byte[] Value, bool IsDelete);
