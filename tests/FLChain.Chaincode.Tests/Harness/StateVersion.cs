namespace FLChain.Chaincode.Tests.Harness;

/// <summary>Which transaction wrote a key last: its block and its place in it. What MVCC compares.</summary>
internal readonly record struct StateVersion(long Block, int Transaction);
