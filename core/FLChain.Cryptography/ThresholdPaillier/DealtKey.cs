namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// What the authority holds after dealing: the public key, the proof that it is well formed, and every trainer's share.
/// The factors of n are erased already. Seal each share to its trainer, then dispose this to zero them all.
/// </summary>
public sealed class DealtKey : IDisposable
{
    internal DealtKey(ThresholdPublicKey publicKey, IReadOnlyList<SecretKeyShare> shares, byte[] proof)
    {
        PublicKey = publicKey;
        Shares = shares;
        Proof = proof;
    }

    /// <summary>The key to publish.</summary>
    public ThresholdPublicKey PublicKey { get; }

    /// <summary>The share of trainer j at index j − 1.</summary>
    public IReadOnlyList<SecretKeyShare> Shares { get; }

    /// <summary>The proof to publish with the key; anyone verifies it with <see cref="KeyProof.Verify"/>.</summary>
    public ReadOnlyMemory<byte> Proof { get; }

    /// <summary>Zeroes every share.</summary>
    public void Dispose()
    {
        foreach (var share in Shares)
            share.Dispose();
    }
}
