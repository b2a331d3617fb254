namespace FLChain.Fabric.Shim;

/// <summary>One row of a range query.</summary>
public readonly record struct KeyValue(string Key, byte[] Value);
