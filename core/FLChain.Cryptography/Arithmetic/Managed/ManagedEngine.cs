using System.Numerics;

namespace FLChain.Cryptography.Arithmetic.Managed;

/// <summary>
/// Modular arithmetic on the runtime's <see cref="BigInteger"/>: the fallback where libcrypto is missing and the oracle
/// of the tests. It is not constant-time, and what it computes cannot be erased.
/// </summary>
internal sealed class ManagedEngine : IArithmeticEngine
{
    public string Name => "managed";

    public IModularArithmetic ForModulus(BigInteger modulus)
    {
        if (modulus <= BigInteger.One || modulus.IsEven)
            throw new ArgumentOutOfRangeException(nameof(modulus), "The modulus must be odd and greater than one.");
        return new ManagedModulus(modulus);
    }

    public SecretInteger PowerModuloSecret(SecretInteger value, SecretInteger exponent, SecretInteger modulus)
    {
        using var result = SecretInteger.FromPublic(BigInteger.ModPow(value.Reveal(), exponent.Reveal(), modulus.Reveal()));
        return result.Resize(modulus.LimbCount);
    }

    public SecretInteger GenerateSafePrime(int bits, Action? onCandidate, CancellationToken cancellationToken)
    {
        using var prime = SecretInteger.FromPublic(SafePrimeSearch.Find(bits, onCandidate, cancellationToken));
        return prime.Resize(SecretInteger.LimbsFor(bits));
    }
}
