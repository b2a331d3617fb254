using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>The one encoding of a public key; see <see cref="ThresholdPublicKey.Encode"/>.</summary>
internal static class KeyEncoding
{
    private const ushort Version = 1;
    private const int HeaderBytes = 4 + 2 + 4 + 2 + 2;

    private static ReadOnlySpan<byte> Tag => "FLPK"u8;

    public static byte[] Encode(KeyParts parts)
    {
        int narrow = parts.ModulusBits / 8, wide = parts.ModulusBits / 4;
        var bytes = new byte[Length(parts.ModulusBits, parts.VerificationKeys.Length)];
        Tag.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), parts.ModulusBits);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), (ushort)parts.VerificationKeys.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(12), (ushort)parts.Threshold);
        var body = bytes.AsSpan(HeaderBytes);
        FixedWidth.Write(parts.Modulus, body[..narrow]);
        FixedWidth.Write(parts.Theta, body.Slice(narrow, narrow));
        FixedWidth.Write(parts.VerificationBase, body.Slice(2 * narrow, wide));
        for (int i = 0; i < parts.VerificationKeys.Length; i++)
            FixedWidth.Write(parts.VerificationKeys[i], body.Slice((2 * narrow) + ((i + 1) * wide), wide));
        return bytes;
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, KeySizePolicy policy, [NotNullWhen(true)] out KeyParts? parts)
    {
        parts = null;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Tag) || BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != Version)
            return false;
        int modulusBits = BinaryPrimitives.ReadInt32BigEndian(bytes[6..]);
        int trainers = BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);
        int threshold = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        if (!IsAcceptableLength(modulusBits, policy)
            || trainers is < 2 or > SecurityParameters.MaximumTrainers || threshold < 2 || threshold > trainers
            || bytes.Length != Length(modulusBits, trainers))
            return false;

        int narrow = modulusBits / 8, wide = modulusBits / 4;
        var body = bytes[HeaderBytes..];
        var keys = new BigInteger[trainers];
        for (int i = 0; i < trainers; i++)
            keys[i] = FixedWidth.Read(body.Slice((2 * narrow) + ((i + 1) * wide), wide));
        var candidate = new KeyParts(
            modulusBits, threshold, FixedWidth.Read(body[..narrow]), FixedWidth.Read(body.Slice(narrow, narrow)),
            FixedWidth.Read(body.Slice(2 * narrow, wide)), keys);
        if (!IsConsistent(candidate))
            return false;
        parts = candidate;
        return true;
    }

    /// <summary>Multiples of 64 bits, so that every number fills whole limbs and bytes.</summary>
    public static bool IsAcceptableLength(int modulusBits, KeySizePolicy policy)
    {
        int minimum = policy == KeySizePolicy.InsecureTestsOnly
            ? SecurityParameters.MinimumTestModulusBits : SecurityParameters.DefaultModulusBits;
        return modulusBits >= minimum && modulusBits <= SecurityParameters.MaximumModulusBits && modulusBits % 64 == 0;
    }

    private static bool IsConsistent(KeyParts parts)
    {
        var n = parts.Modulus;
        var square = n * n;
        // The top bit fixes the length; two primes that are 3 mod 4 make n = 1 mod 4.
        if (n.GetBitLength() != parts.ModulusBits || n % 4 != 1)
            return false;
        if (parts.Theta.Sign == 0 || parts.Theta >= n || parts.VerificationBase <= BigInteger.One || parts.VerificationBase >= square)
            return false;
        var product = parts.Theta * parts.VerificationBase % n;
        foreach (var key in parts.VerificationKeys)
        {
            if (key <= BigInteger.One || key >= square)
                return false;
            product = product * key % n;
        }
        // Combining divides by Δ: n must have no factor up to N. A product is a unit exactly when every factor is.
        product = product * Combinatorics.Factorial(parts.VerificationKeys.Length) % n;
        return BigInteger.GreatestCommonDivisor(product, n).IsOne;
    }

    private static int Length(int modulusBits, int trainers) =>
        HeaderBytes + (2 * (modulusBits / 8)) + ((trainers + 1) * (modulusBits / 4));
}
