using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Masking;

/// <summary>The masks of every word, the ciphertexts of the mask's key, and what their proof needs.</summary>
internal sealed class HybridPreparedMask(ProofContext context, HybridMasking scheme, int wordCount) : PreparedMask(context)
{
    private PaillierPrecomputation? precomputation;
    private SecretInteger[] plaintexts = [];
    private byte[] ciphertexts = [];

    /// <summary>What the randomness of the key's ciphertexts is expanded for.</summary>
    public static ReadOnlySpan<byte> KeySeedUse => "flchain/rlwe-paillier/key/v1"u8;

    public HybridMasking Scheme => scheme;

    /// <summary>a_k·s + T·e_k for all words of the vector, one after the other.</summary>
    public ulong[] Words { get; } = GC.AllocateUninitializedArray<ulong>(wordCount, pinned: true);

    /// <summary>Encrypts the mask's key; takes over its plaintexts.</summary>
    public void Encrypt(PaillierMasking keys, SecretInteger[] keyPlaintexts, ReadOnlySpan<byte> seed, CancellationToken cancellationToken)
    {
        plaintexts = keyPlaintexts;
        precomputation = keys.Prepare(seed, KeySeedUse, cancellationToken);
        ciphertexts = keys.Encrypt(precomputation, plaintexts, cancellationToken);
    }

    /// <summary>Writes the key's ciphertexts with the proof that binds them to the masked words. Once.</summary>
    public void ProveTo(Span<byte> target, PaillierMasking keys, ReadOnlySpan<byte> wordsDigest)
    {
        var proof = keys.Prove(Context, ciphertexts, wordsDigest, plaintexts, precomputation!);
        MaskedPayload.WriteTo(target, keys.Key, ciphertexts, proof);
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Words.AsSpan()));
        SeedExpansion.Clear(plaintexts);
        precomputation?.Dispose();
    }
}
