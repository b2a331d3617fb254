using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.WellFormedKey;

// Symbols: w with Jacobi symbol −1; y_i hashed challenges; z_i n-th roots; x_i fourth roots of (−1)^a·w^b·y_i.

/// <summary>
/// That n is square-free and prime to φ(n): 8 hashed residues have n-th roots (ePrint 2018/057, with no factor below
/// 2^16). That n is then a Blum integer: 128 further residues have, up to sign and w, fourth roots (ePrint 2021/060).
/// </summary>
/// <remarks>Layout, all of |n| bits: w, z_1…z_8, then 128 times a byte (a + 2b) and x_i.</remarks>
internal sealed record ModulusProof
{
    private const string Protocol = "flchain/modulus/v1";

    /// <summary>w, Jacobi symbol −1.</summary>
    public required BigInteger NonSquare { get; init; }

    /// <summary>z_i with z_i^n = y_i mod n.</summary>
    public required BigInteger[] NthRoots { get; init; }

    /// <summary>a_i + 2·b_i.</summary>
    public required byte[] Twists { get; init; }

    /// <summary>x_i with x_i⁴ = (−1)^a·w^b·y_i mod n.</summary>
    public required BigInteger[] FourthRoots { get; init; }

    public static ModulusProof Prove(ThresholdPublicKey key, PrimePair primes)
    {
        var n = key.Modulus;
        var w = FindNonSquare(n);
        using var transcript = Statement(key, w);
        var roots = new BigInteger[SecurityParameters.RootRounds];
        for (int i = 0; i < roots.Length; i++)
            roots[i] = primes.NthRoot(transcript.Residue("root", i, n));
        var twists = new byte[SecurityParameters.BlumRounds];
        var fourthRoots = new BigInteger[SecurityParameters.BlumRounds];
        for (int i = 0; i < twists.Length; i++)
        {
            var y = transcript.Residue("blum", i, n);
            twists[i] = FindTwist(primes, n, w, y);
            fourthRoots[i] = primes.FourthRoot(Twist(n, w, y, twists[i]));
        }
        return new ModulusProof { NonSquare = w, NthRoots = roots, Twists = twists, FourthRoots = fourthRoots };
    }

    public VerificationResult Verify(ThresholdPublicKey key)
    {
        var n = key.Modulus;
        if (!CouldBeProduct(n))
            return VerificationResult.Refused(VerificationReason.ModulusRefused);
        if (NonSquare.Sign <= 0 || NonSquare >= n || NthRoots.Concat(FourthRoots).Any(root => root.Sign <= 0 || root >= n)
            || Twists.Any(twist => twist > 3))
            return VerificationResult.Refused(VerificationReason.ResponseOutOfRange);
        if (JacobiSymbol.Of(NonSquare, n) != -1)
            return VerificationResult.Refused(VerificationReason.EquationFailed);

        using var transcript = Statement(key, NonSquare);
        var arithmetic = key.Engine.ForModulus(n);
        for (int i = 0; i < NthRoots.Length; i++)
        {
            if (arithmetic.Power(NthRoots[i], n) != transcript.Residue("root", i, n))
                return VerificationResult.Refused(VerificationReason.EquationFailed, i);
        }
        for (int i = 0; i < FourthRoots.Length; i++)
        {
            var expected = Twist(n, NonSquare, transcript.Residue("blum", i, n), Twists[i]);
            if (arithmetic.Power(FourthRoots[i], 4) != expected)
                return VerificationResult.Refused(VerificationReason.EquationFailed, NthRoots.Length + i);
        }
        return VerificationResult.Valid;
    }

    public byte[] Encode(int modulusBits)
    {
        int width = modulusBits / 8;
        var bytes = new byte[EncodedBytes(modulusBits)];
        FixedWidth.Write(NonSquare, bytes.AsSpan(0, width));
        for (int i = 0; i < NthRoots.Length; i++)
            FixedWidth.Write(NthRoots[i], bytes.AsSpan((i + 1) * width, width));
        var rest = bytes.AsSpan((1 + NthRoots.Length) * width);
        for (int i = 0; i < FourthRoots.Length; i++)
        {
            rest[i * (width + 1)] = Twists[i];
            FixedWidth.Write(FourthRoots[i], rest.Slice((i * (width + 1)) + 1, width));
        }
        return bytes;
    }

    public static bool TryDecode(int modulusBits, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ModulusProof? proof)
    {
        proof = null;
        if (bytes.Length != EncodedBytes(modulusBits))
            return false;
        int width = modulusBits / 8;
        var roots = new BigInteger[SecurityParameters.RootRounds];
        for (int i = 0; i < roots.Length; i++)
            roots[i] = FixedWidth.Read(bytes.Slice((i + 1) * width, width));
        var rest = bytes[((1 + roots.Length) * width)..];
        var twists = new byte[SecurityParameters.BlumRounds];
        var fourthRoots = new BigInteger[SecurityParameters.BlumRounds];
        for (int i = 0; i < twists.Length; i++)
        {
            twists[i] = rest[i * (width + 1)];
            fourthRoots[i] = FixedWidth.Read(rest.Slice((i * (width + 1)) + 1, width));
        }
        proof = new ModulusProof { NonSquare = FixedWidth.Read(bytes[..width]), NthRoots = roots, Twists = twists, FourthRoots = fourthRoots };
        return true;
    }

    private static int EncodedBytes(int modulusBits) =>
        ((1 + SecurityParameters.RootRounds) * (modulusBits / 8)) + (SecurityParameters.BlumRounds * ((modulusBits / 8) + 1));

    // Divides by every prime below 2^16, and looks for a witness that n is composite.
    private static bool CouldBeProduct(BigInteger n)
    {
        foreach (int prime in Primality.SmallPrimes)
        {
            if ((n % prime).IsZero)
                return false;
        }
        return !Primality.PassesMillerRabin(n, 2) || !Primality.PassesMillerRabin(n, 3) || !Primality.PassesMillerRabin(n, 5);
    }

    // (−1)^a·w^b·y mod n.
    internal static BigInteger Twist(BigInteger n, BigInteger w, BigInteger y, byte twist)
    {
        var value = (twist & 2) != 0 ? w * y % n : y;
        return (twist & 1) != 0 ? (n - value) % n : value;
    }

    // −1 is a square modulo neither prime and w modulo exactly one, so one of the four twists is a square modulo both.
    private static byte FindTwist(PrimePair primes, BigInteger n, BigInteger w, BigInteger y)
    {
        for (byte twist = 0; twist < 4; twist++)
        {
            if (primes.IsSquare(Twist(n, w, y, twist)) == (true, true))
                return twist;
        }
        throw new CryptographicException("The primes are not both 3 mod 4.");
    }

    private static BigInteger FindNonSquare(BigInteger n)
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes((int)(n.GetBitLength() / 8) + (SecurityParameters.ReductionSlackBits / 8));
            var candidate = FixedWidth.Read(bytes) % n;
            if (JacobiSymbol.Of(candidate, n) == -1)
                return candidate;
        }
    }

    internal static Transcript Statement(ThresholdPublicKey key, BigInteger w)
    {
        var transcript = new Transcript(Protocol);
        transcript.Append("key", key.DigestBytes);
        transcript.Append("w", w);
        return transcript;
    }
}
