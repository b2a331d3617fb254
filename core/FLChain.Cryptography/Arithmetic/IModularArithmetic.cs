using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// Arithmetic modulo one odd public number. Single public values are <see cref="BigInteger"/>; vectors are blocks of
/// fixed-width big-endian elements; long products run on <see cref="IResidueRegisters"/> in the engine's own form.
/// Thread-safe.
/// </summary>
internal interface IModularArithmetic
{
    BigInteger Modulus { get; }

    /// <summary>Width of an element in bytes: that of the modulus.</summary>
    int ElementBytes { get; }

    /// <summary>Working registers for one thread; the caller disposes them, which clears them.</summary>
    IResidueRegisters CreateRegisters(int count);

    /// <summary>value^exponent for a public, non-negative exponent; the running time depends on it.</summary>
    BigInteger Power(BigInteger value, BigInteger exponent);

    /// <summary>
    /// value^exponent for a secret exponent. With OpenSSL the running time depends on the exponent's number of limbs
    /// alone; the managed engine is not constant-time.
    /// </summary>
    BigInteger PowerSecret(BigInteger value, SecretInteger exponent);

    /// <summary>The inverse, or false when the value and the modulus have a common factor. Variable time.</summary>
    bool TryInvert(BigInteger value, out BigInteger inverse);
}
