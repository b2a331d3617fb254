using System.Numerics;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>The stored numbers of a public key.</summary>
internal sealed record KeyParts(
    int ModulusBits, int Threshold, BigInteger Modulus, BigInteger Theta, BigInteger VerificationBase, BigInteger[] VerificationKeys);
