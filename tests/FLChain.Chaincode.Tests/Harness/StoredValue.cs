namespace FLChain.Chaincode.Tests.Harness;

/// <summary>A committed value with the version that wrote it.</summary>
internal sealed record StoredValue(byte[] Bytes, StateVersion Version);
