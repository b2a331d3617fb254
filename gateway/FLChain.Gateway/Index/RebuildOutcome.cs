namespace FLChain.Gateway.Index;

/// <summary>What came of building the index anew.</summary>
/// <param name="Blocks">Blocks in the new index.</param>
/// <param name="Digest">Digest over its content.</param>
/// <param name="OldBlocks">Blocks that the old one had; 0 when there was none.</param>
/// <param name="OldDigest">Digest over the old one's content; empty when there was none.</param>
internal sealed record RebuildOutcome(ulong Blocks, string Digest, ulong OldBlocks, string OldDigest)
{
    /// <summary>Whether there was an old one and it held the same.</summary>
    public bool IsEqual => OldBlocks > 0 && Digest == OldDigest;
}
