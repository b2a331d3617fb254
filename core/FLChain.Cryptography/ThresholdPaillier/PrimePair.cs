using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>The factors of n, which only the dealer knows and only while it deals: p = 2p' + 1, q = 2q' + 1.</summary>
internal sealed class PrimePair : IDisposable
{
    private readonly PrimeField p;
    private readonly PrimeField q;
    private readonly SecretInteger inverseOfP;

    /// <param name="first">p, owned from here on.</param>
    /// <param name="second">q, another safe prime of the same length, owned from here on.</param>
    /// <param name="engine">What computes.</param>
    public PrimePair(SecretInteger first, SecretInteger second, IArithmeticEngine engine)
    {
        p = new PrimeField(first, engine);
        q = new PrimeField(second, engine);
        using var product = SecretInteger.Multiply(first, second);
        Modulus = product.Reveal();
        inverseOfP = InvertModuloQ(first);
    }

    /// <summary>n = p·q.</summary>
    public BigInteger Modulus { get; }

    /// <summary>m = p'·q'; the caller disposes it.</summary>
    public SecretInteger SquaresOrder() => SecretInteger.Multiply(p.Half, q.Half);

    /// <summary>Whether x is a square modulo p and modulo q.</summary>
    public (bool ModuloP, bool ModuloQ) IsSquare(BigInteger value) => (p.IsSquare(value), q.IsSquare(value));

    /// <summary>A fourth root of a square modulo n.</summary>
    public BigInteger FourthRoot(BigInteger square)
    {
        using var modP = p.FourthRoot(square);
        using var modQ = q.FourthRoot(square);
        return Combine(modP, modQ);
    }

    /// <summary>The n-th root modulo n.</summary>
    public BigInteger NthRoot(BigInteger value)
    {
        using var modP = p.Root(value, Modulus);
        using var modQ = q.Root(value, Modulus);
        return Combine(modP, modQ);
    }

    public void Dispose()
    {
        p.Dispose();
        q.Dispose();
        inverseOfP.Dispose();
    }

    // p^{q − 2} mod q.
    private SecretInteger InvertModuloQ(SecretInteger first)
    {
        using var two = SecretInteger.FromPublic(2);
        using var exponent = q.Prime.Resize(q.Prime.LimbCount);
        exponent.Subtract(two);
        using var reduced = first.Modulo(q.Prime);
        return q.Power(reduced, exponent);
    }

    // Garner: x = x_p + p·((x_q − x_p)·p^{−1} mod q).
    private BigInteger Combine(SecretInteger modP, SecretInteger modQ)
    {
        using var pPartModQ = modP.Modulo(q.Prime);
        using var difference = modQ.Resize(q.Prime.LimbCount + 1);
        difference.Add(q.Prime);
        difference.Subtract(pPartModQ);
        using var scaled = SecretInteger.Multiply(difference, inverseOfP);
        using var digit = scaled.Modulo(q.Prime);
        using var result = modP.Resize(p.Prime.LimbCount + digit.LimbCount);
        result.AddProduct(p.Prime, digit);
        return result.Reveal();
    }
}
