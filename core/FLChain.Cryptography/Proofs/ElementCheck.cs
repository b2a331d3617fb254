using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs;

/// <summary>What is checked of ciphertexts, shares and commitments before any arithmetic on them: 0 &lt; x &lt; n² and gcd(x, n) = 1.</summary>
internal static class ElementCheck
{
    /// <summary>Checks 0 &lt; x &lt; n² for a block of fixed-width elements and names the first bad one.</summary>
    public static VerificationResult Range(ThresholdPublicKey key, ReadOnlySpan<byte> elements)
    {
        int width = key.CiphertextBytes;
        var bound = FixedWidth.Encode(key.ModulusSquared, width);
        for (int offset = 0; offset < elements.Length; offset += width)
        {
            var element = elements.Slice(offset, width);
            if (element.SequenceCompareTo(bound) >= 0 || element.IndexOfAnyExcept((byte)0) < 0)
                return VerificationResult.Refused(VerificationReason.ElementOutOfRange, offset / width);
        }
        return VerificationResult.Valid;
    }

    /// <summary>Checks range and unit for a block of fixed-width elements and names the first bad one.</summary>
    public static VerificationResult Vector(ThresholdPublicKey key, ReadOnlySpan<byte> elements)
    {
        var range = Range(key, elements);
        if (!range.IsValid)
            return range;
        int width = key.CiphertextBytes;
        // One greatest common divisor for the product; the element is searched only when that fails.
        if (IsUnit(key, key.Arithmetic.Product(elements)))
            return VerificationResult.Valid;
        for (int offset = 0; offset < elements.Length; offset += width)
        {
            if (!IsUnit(key, FixedWidth.Read(elements.Slice(offset, width))))
                return VerificationResult.Refused(VerificationReason.ElementNotAUnit, offset / width);
        }
        return VerificationResult.Refused(VerificationReason.ElementNotAUnit);
    }

    public static VerificationResult Single(ThresholdPublicKey key, BigInteger element)
    {
        if (element.Sign <= 0 || element >= key.ModulusSquared)
            return VerificationResult.Refused(VerificationReason.ElementOutOfRange);
        return IsUnit(key, element) ? VerificationResult.Valid : VerificationResult.Refused(VerificationReason.ElementNotAUnit);
    }

    private static bool IsUnit(ThresholdPublicKey key, BigInteger element) =>
        BigInteger.GreatestCommonDivisor(element, key.Modulus).IsOne;
}
