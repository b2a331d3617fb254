using FLChain.Core.Merkle;

namespace FLChain.TrainerSdk.Gateway;

/// <summary>A proof that a model's or trainer's record is, or is not, on the ledger. It proves nothing until it has been verified under a root that one trusts.</summary>
/// <param name="Key">The record's ledger key.</param>
/// <param name="Block">The newest block that the tree is over.</param>
/// <param name="Root">The tree's root as the gateway says, SHA-512, hex.</param>
/// <param name="Leaves">Records in the tree, as the gateway says.</param>
/// <param name="Record">The record's bytes as text; null for a proof of absence.</param>
/// <param name="Proof">The proof in its canonical encoding.</param>
/// <param name="AttestedBy">Organizations that attested this root at this block, as the gateway says.</param>
public sealed record RecordProof(string Key, ulong Block, string Root, int Leaves, string? Record, byte[] Proof, IReadOnlyList<string> AttestedBy)
{
    /// <summary>Verifies the proof; nothing that the gateway says of the root is believed.</summary>
    /// <param name="root">A root that one trusts, SHA-512, hex.</param>
    public MerkleVerdict Verify(string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        byte[] expected;
        try
        {
            expected = Convert.FromHexString(root);
        }
        catch (FormatException)
        {
            return MerkleVerdict.Malformed;
        }

        return Record is null
            ? MerkleProofEncoding.VerifyAbsent(Proof, expected, Key)
            : MerkleProofEncoding.VerifyPresent(Proof, expected, Key, System.Text.Encoding.UTF8.GetBytes(Record));
    }
}
