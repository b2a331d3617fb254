using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.RingLwe;

// Symbols: s key, S sum of keys, b digit width, O = Σ 2^(b − 1 + i·b), E bound of a sum's digits.

/// <summary>
/// A mask key as Paillier plaintexts: Σ s_i·2^(i·b) mod n with signed digits, so that plaintexts add digit by digit and no
/// trainer adds an offset. Immutable and thread-safe.
/// </summary>
internal sealed class KeyPacking
{
    private readonly RlweLayout layout;
    private readonly BigInteger modulus;

    public KeyPacking(RlweLayout layout, ThresholdPublicKey key)
    {
        this.layout = layout;
        modulus = key.Modulus;
    }

    /// <summary>The plaintexts of one key, each below n; the caller disposes them.</summary>
    /// <param name="key">n coefficients below 2^(b − 1) in magnitude.</param>
    public SecretInteger[] Pack(ReadOnlySpan<long> key)
    {
        var plaintexts = new SecretInteger[layout.KeyCiphertexts];
        using var n = SecretInteger.FromPublic(modulus);
        for (int c = 0; c < plaintexts.Length; c++)
        {
            var digits = DigitsOf(c, key);
            // Digits shifted by 2^(b − 1) are not negative; n − O takes the shift off again.
            using var complement = SecretInteger.FromPublic(modulus - Offset(digits.Length));
            using var sum = new SecretInteger(n.LimbCount + 1);
            PackShifted(digits, sum.LittleEndian);
            sum.Add(complement);
            sum.ReduceOnce(n);
            plaintexts[c] = sum.Resize(n.LimbCount);
        }
        return plaintexts;
    }

    /// <summary>Reads the sum of keys.</summary>
    /// <param name="sums">The sums of plaintexts mod n.</param>
    /// <param name="key">Receives n coefficients of magnitude at most E.</param>
    /// <returns>False when something is left over or a digit is beyond E: no sum of honest keys.</returns>
    public bool TryUnpack(IReadOnlyList<BigInteger> sums, Span<long> key)
    {
        Span<ulong> digits = stackalloc ulong[layout.KeyDigitsPerCiphertext];
        long shift = 1L << (layout.KeyDigitBits - 1);
        for (int c = 0; c < layout.KeyCiphertexts; c++)
        {
            var target = key.Slice(c * layout.KeyDigitsPerCiphertext, CountOf(c));
            var shifted = sums[c] + Offset(target.Length);
            if (shifted >= modulus)
                shifted -= modulus;
            var bytes = new byte[WordPacking.BytesFor(target.Length, layout.KeyDigitBits)];
            if (shifted.GetByteCount(isUnsigned: true) > bytes.Length)
                return false;
            shifted.TryWriteBytes(bytes, out _, isUnsigned: true);
            if (!WordPacking.TryUnpack(bytes, layout.KeyDigitBits, digits[..target.Length]))
                return false;
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = (long)digits[i] - shift;
                if (Math.Abs(target[i]) > layout.SumBound)
                    return false;
            }
        }
        return true;
    }

    private int CountOf(int ciphertext) =>
        Math.Min(layout.KeyDigitsPerCiphertext, layout.Parameters.Degree - (ciphertext * layout.KeyDigitsPerCiphertext));

    private ReadOnlySpan<long> DigitsOf(int ciphertext, ReadOnlySpan<long> key) =>
        key.Slice(ciphertext * layout.KeyDigitsPerCiphertext, CountOf(ciphertext));

    private void PackShifted(ReadOnlySpan<long> digits, Span<byte> target)
    {
        Span<ulong> shifted = stackalloc ulong[digits.Length];
        for (int i = 0; i < digits.Length; i++)
            shifted[i] = (ulong)(digits[i] + (1L << (layout.KeyDigitBits - 1)));
        WordPacking.Pack(shifted, layout.KeyDigitBits, target);
        shifted.Clear();
    }

    // O for a number of digits: 2^(b − 1)·(2^(b·count) − 1)/(2^b − 1).
    private BigInteger Offset(int count) =>
        (BigInteger.One << (layout.KeyDigitBits - 1)) * ((BigInteger.One << (layout.KeyDigitBits * count)) - 1)
        / ((BigInteger.One << layout.KeyDigitBits) - 1);
}
