using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Encryption in its two forms: (1 + M·n)·h_n^α mod n² with a fixed base (Damgård–Jurik–Nielsen 2010), the default, and
/// the paper's (1 + M·n)·r^n mod n², kept as the plain form and the tests' oracle.
/// </summary>
internal static class PaillierEncryption
{
    /// <summary>(1 + M·n)·h_n^α.</summary>
    public static BigInteger Encrypt(ThresholdPublicKey key, BigInteger plaintext, SecretInteger alpha)
    {
        RequirePlaintext(key, plaintext);
        using var factor = SecretInteger.FromPublic(BigInteger.One + (plaintext * key.Modulus));
        return MultiplyFixedBase(key, factor, alpha);
    }

    /// <summary>(1 + M·n)·r^n.</summary>
    public static BigInteger EncryptPlain(ThresholdPublicKey key, BigInteger plaintext, BigInteger randomness)
    {
        RequirePlaintext(key, plaintext);
        var mask = key.Arithmetic.Power(randomness, key.Modulus);
        return key.Arithmetic.Multiply(BigInteger.One + (plaintext * key.Modulus), mask);
    }

    /// <summary>factor·h_n^exponent for a secret factor below n² and a secret exponent, by the key's table.</summary>
    public static BigInteger MultiplyFixedBase(ThresholdPublicKey key, SecretInteger factor, SecretInteger exponent)
    {
        var table = key.FixedBaseTable;
        using var registers = key.Arithmetic.CreateRegisters(2);
        Span<byte> bytes = stackalloc byte[key.CiphertextBytes];
        factor.WriteBigEndian(bytes);
        registers.Load(0, bytes);
        CryptographicOperations.ZeroMemory(bytes);
        table.MultiplyPower(registers, 0, 1, exponent);
        return key.Arithmetic.Read(registers, 0);
    }

    // A plaintext is refused, never reduced: a silent reduction would change the sum.
    private static void RequirePlaintext(ThresholdPublicKey key, BigInteger plaintext)
    {
        if (plaintext.Sign < 0 || plaintext >= key.Modulus)
            throw new ArgumentOutOfRangeException(nameof(plaintext), "A plaintext must be at least zero and below n.");
    }
}
