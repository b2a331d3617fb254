namespace FLChain.Gateway.Rest;

/// <summary>A proof that a record is, or is not, on the ledger, to be checked by whoever gets it (docs/protocol.md).</summary>
/// <param name="Key">The record's ledger key.</param>
/// <param name="Block">The newest block that the tree is over.</param>
/// <param name="Root">The tree's root, SHA-512, hex.</param>
/// <param name="Leaves">Records in the tree.</param>
/// <param name="Record">The record's bytes as text; absent where there is none.</param>
/// <param name="Proof">The proof in its canonical encoding, base64.</param>
/// <param name="AttestedBy">Organizations that attested this very root at this block.</param>
public sealed record ProofAnswer(
    string Key, ulong Block, string Root, int Leaves, string? Record, byte[] Proof, IReadOnlyList<string> AttestedBy);
