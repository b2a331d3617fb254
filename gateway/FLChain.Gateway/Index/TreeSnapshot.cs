using FLChain.Core.Merkle;

namespace FLChain.Gateway.Index;

/// <summary>The Merkle tree of all trainers and models as it was once a block had taken effect.</summary>
/// <param name="Blocks">Blocks that are in it; 0 before block 0.</param>
/// <param name="Tree">The tree.</param>
internal sealed record TreeSnapshot(ulong Blocks, MerkleTree Tree);
