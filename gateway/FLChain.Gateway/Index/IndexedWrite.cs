namespace FLChain.Gateway.Index;

/// <summary>What a valid transaction did to one key of the contracts.</summary>
/// <param name="Key">The key, UTF-8.</param>
/// <param name="Value">Its new value; null where it was deleted.</param>
internal readonly record struct IndexedWrite(byte[] Key, byte[]? Value);
