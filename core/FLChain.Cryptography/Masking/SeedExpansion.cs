using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The randomness of a submission's ciphertexts, α_k below 2^{|n|/2}, expanded from one 32-byte seed by HKDF-SHA-512
/// (RFC 5869): the salt names the use, the info the key and k. Whoever is shown the seed can rebuild the ciphertexts.
/// </summary>
internal sealed class SeedExpansion : IDisposable
{
    private readonly byte[] pseudorandomKey;
    private readonly byte[] info;
    private readonly int bits;
    private readonly ThresholdPublicKey key;

    public SeedExpansion(ThresholdPublicKey key, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> use)
    {
        this.key = key;
        pseudorandomKey = GC.AllocateArray<byte>(SHA512.HashSizeInBytes, pinned: true);
        HKDF.Extract(HashAlgorithmName.SHA512, seed, use, pseudorandomKey);
        info = new byte[SHA512.HashSizeInBytes + sizeof(int)];
        key.Digest.Span.CopyTo(info);
        bits = ProofLengths.RandomnessBits(key.ModulusBits);
    }

    /// <summary>α_k; the caller disposes it. Not thread-safe.</summary>
    public SecretInteger Next(int index)
    {
        BinaryPrimitives.WriteInt32BigEndian(info.AsSpan(SHA512.HashSizeInBytes), index);
        var result = new SecretInteger(SecretInteger.LimbsFor(bits));
        // |n|/2 is a multiple of 32 bits, so whole bytes are uniform below 2^{|n|/2}.
        HKDF.Expand(HashAlgorithmName.SHA512, pseudorandomKey, result.LittleEndian[..(bits / 8)], info);
        return result;
    }

    /// <summary>A key of 32 bytes for a stream that is expanded from the seed too.</summary>
    /// <param name="label">What the stream is for.</param>
    /// <param name="target">Receives 32 bytes, the caller's to erase.</param>
    public void StreamKey(ReadOnlySpan<byte> label, Span<byte> target)
    {
        Span<byte> streamInfo = [.. key.Digest.Span, .. label];
        HKDF.Expand(HashAlgorithmName.SHA512, pseudorandomKey, target, streamInfo);
    }

    /// <summary>α_0 … α_{count − 1}; the caller disposes them.</summary>
    public static SecretInteger[] All(ThresholdPublicKey key, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> use, int count)
    {
        using var expansion = new SeedExpansion(key, seed, use);
        var alphas = new SecretInteger[count];
        for (int k = 0; k < count; k++)
            alphas[k] = expansion.Next(k);
        return alphas;
    }

    public static void Clear(IEnumerable<SecretInteger> alphas)
    {
        foreach (var alpha in alphas)
            alpha.Dispose();
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(pseudorandomKey);
}
