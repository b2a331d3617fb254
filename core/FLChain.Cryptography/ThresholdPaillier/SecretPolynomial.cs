using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Shamir's polynomial f over Z_{nm} with f(0) = s and random further coefficients; zeroed on disposal.</summary>
internal sealed class SecretPolynomial : IDisposable
{
    private readonly SecretInteger modulus;
    private readonly SecretInteger[] coefficients;

    /// <param name="constant">s, below the modulus; copied.</param>
    /// <param name="modulus">nm; copied.</param>
    /// <param name="modulusBits">A bound on its length: nm &lt; 2^modulusBits.</param>
    /// <param name="degree">t − 1.</param>
    public SecretPolynomial(SecretInteger constant, SecretInteger modulus, int modulusBits, int degree)
    {
        this.modulus = modulus.Resize(modulus.LimbCount);
        coefficients = new SecretInteger[degree + 1];
        coefficients[0] = constant.Resize(modulus.LimbCount);
        for (int i = 1; i <= degree; i++)
            coefficients[i] = SecretInteger.RandomBelow(modulus, modulusBits);
    }

    /// <summary>f(j) mod nm by Horner's rule; the caller disposes it.</summary>
    public SecretInteger Evaluate(int j)
    {
        using var point = SecretInteger.FromPublic(new BigInteger(j));
        var value = coefficients[^1].Resize(modulus.LimbCount);
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            using var previous = value;
            using var next = coefficients[i].Resize(modulus.LimbCount + 1);
            next.AddProduct(previous, point);
            value = next.Modulo(modulus);
        }
        return value;
    }

    public void Dispose()
    {
        modulus.Dispose();
        foreach (var coefficient in coefficients)
            coefficient.Dispose();
    }
}
