namespace FLChain.Core.Merkle;

/// <summary>What a <see cref="MerkleProof"/> shows of a key. The numbers stand in the encoding.</summary>
public enum MerkleProofKind
{
    /// <summary>The key has this value.</summary>
    Present = 1,

    /// <summary>The key is not there: its path ends at an empty subtree.</summary>
    NothingInPlace = 2,

    /// <summary>The key is not there: its path ends at the leaf of another key.</summary>
    AnotherInPlace = 3,
}
