using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// Opens ciphertexts whose randomness is known: with α_k from a revealed seed, C_k·h_n^{−α_k} = 1 + M_k·n exactly when
/// the seed is the one that C_k was made with. No plaintext but the true one can come out, whatever the seed.
/// </summary>
internal static class PaillierOpening
{
    // The table costs as much as about twenty exponentiations.
    private const int WorthATable = 32;

    /// <summary>The plaintexts, or false when the seed is not theirs.</summary>
    /// <param name="key">The federation's key.</param>
    /// <param name="ciphertexts">K fixed-width elements below n².</param>
    /// <param name="seed">32 bytes, revealed.</param>
    /// <param name="use">What the randomness was for (see <see cref="SeedExpansion"/>).</param>
    /// <param name="maxDegree">Threads at most.</param>
    /// <param name="plaintexts">K numbers below n.</param>
    public static bool TryOpen(
        ThresholdPublicKey key, ReadOnlyMemory<byte> ciphertexts, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> use, int maxDegree,
        [NotNullWhen(true)] out BigInteger[]? plaintexts)
    {
        int width = key.CiphertextBytes, count = ciphertexts.Length / width;
        if (count >= WorthATable)
            key.PrepareEncryption();
        var alphas = SeedExpansion.All(key, seed, use, count);
        var opened = new BigInteger?[count];
        BoundedParallel.For(
            count,
            maxDegree,
            k => opened[k] = Open(key, FixedWidth.Read(ciphertexts.Span.Slice(k * width, width)), alphas[k].Reveal()),
            CancellationToken.None);
        SeedExpansion.Clear(alphas);
        plaintexts = Array.IndexOf(opened, null) < 0 ? [.. opened.Select(value => value!.Value)] : null;
        return plaintexts is not null;
    }

    private static BigInteger? Open(ThresholdPublicKey key, BigInteger ciphertext, BigInteger alpha)
    {
        // h_n is a unit by construction.
        key.Arithmetic.TryInvert(key.PowerOfFixedBase(alpha), out var inverse);
        var u = key.Arithmetic.Multiply(ciphertext, inverse) - 1;
        return u.Sign >= 0 && (u % key.Modulus).IsZero ? u / key.Modulus : null;
    }
}
