namespace FLChain.Core.Records;

/// <summary>The key of one member's sealed unmasking share in one iteration; it opens that payload and no other.</summary>
/// <param name="DpId">Author of the share.</param>
/// <param name="Key">32 bytes.</param>
public sealed record RevealedShareKey(string DpId, byte[] Key);
