using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>A source of modular arithmetic: OpenSSL's big numbers, or the runtime's own. Thread-safe.</summary>
internal interface IArithmeticEngine
{
    /// <summary>"openssl" or "managed".</summary>
    string Name { get; }

    /// <summary>Arithmetic modulo an odd, public number greater than one. The result is thread-safe and lives as long as it is referenced.</summary>
    IModularArithmetic ForModulus(BigInteger modulus);

    /// <summary><paramref name="value"/>^<paramref name="exponent"/> mod <paramref name="modulus"/> where all three are secret; the modulus is odd and the value below it.</summary>
    SecretInteger PowerModuloSecret(SecretInteger value, SecretInteger exponent, SecretInteger modulus);

    /// <summary>
    /// A random safe prime p = 2p' + 1 of exactly <paramref name="bits"/> bits with its two top bits set, so that the
    /// product of two has exactly twice as many bits.
    /// </summary>
    /// <param name="bits">Length of p, a multiple of 32.</param>
    /// <param name="onCandidate">Called now and then on the searching thread.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SecretInteger GenerateSafePrime(int bits, Action? onCandidate, CancellationToken cancellationToken);
}
