namespace FLChain.Core.Merkle;

/// <summary>What came of verifying a proof.</summary>
public enum MerkleVerdict
{
    /// <summary>The proof holds.</summary>
    Valid,

    /// <summary>The bytes are not the canonical encoding of a proof, or the root has not 64 bytes.</summary>
    Malformed,

    /// <summary>A proof of presence where one of absence is wanted, or the other way round.</summary>
    WrongKind,

    /// <summary>The proof is of another value.</summary>
    WrongValue,

    /// <summary>The leaf that is said to stand in the key's place does not belong there, or is the key's own.</summary>
    WrongPath,

    /// <summary>The hashes do not lead to the root.</summary>
    WrongRoot,
}
