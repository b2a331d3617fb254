using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs.CorrectMasking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The part of K encryptions and their batched proof that needs no plaintext: α_k, h_n^{α_k} and the proof's nonce with
/// its commitment. The nonce answers once.
/// </summary>
internal sealed class PaillierPrecomputation : IDisposable
{
    private readonly byte[] powers;
    private readonly int width;

    private PaillierPrecomputation(SecretInteger[] alphas, byte[] powers, MaskingNonce nonce)
    {
        Alphas = alphas;
        Nonce = nonce;
        this.powers = powers;
        width = powers.Length / alphas.Length;
    }

    public IReadOnlyList<SecretInteger> Alphas { get; }

    public MaskingNonce Nonce { get; }

    /// <param name="key">The federation's key.</param>
    /// <param name="count">K.</param>
    /// <param name="seed">32 bytes.</param>
    /// <param name="use">What the randomness is for (see <see cref="SeedExpansion"/>).</param>
    /// <param name="maxDegree">Threads at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static PaillierPrecomputation Create(
        ThresholdPublicKey key, int count, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> use, int maxDegree, CancellationToken cancellationToken)
    {
        var alphas = SeedExpansion.All(key, seed, use, count);
        var powers = GC.AllocateUninitializedArray<byte>(count * key.CiphertextBytes, pinned: true);
        try
        {
            BoundedParallel.For(
                count,
                maxDegree,
                () => new PaillierEncryptor(key),
                (k, encryptor) => encryptor.WriteMask(alphas[k], powers.AsSpan(k * key.CiphertextBytes, key.CiphertextBytes)),
                cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return new PaillierPrecomputation(alphas, powers, MaskingNonce.Create(key, BatchedMaskingProof.NonceBits(key)));
        }
        catch
        {
            Clear(alphas, powers);
            throw;
        }
    }

    /// <summary>h_n^{α_k} mod n², big-endian.</summary>
    public ReadOnlySpan<byte> Power(int k) => powers.AsSpan(k * width, width);

    public void Dispose()
    {
        Clear(Alphas, powers);
        Nonce.Dispose();
    }

    // Whoever has a power h_n^α can take the mask off its ciphertext.
    private static void Clear(IEnumerable<SecretInteger> alphas, byte[] powers)
    {
        SeedExpansion.Clear(alphas);
        CryptographicOperations.ZeroMemory(powers);
    }
}
