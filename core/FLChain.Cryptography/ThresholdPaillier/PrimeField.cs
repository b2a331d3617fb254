using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Arithmetic modulo one secret safe prime p = 2p' + 1 of the dealer.</summary>
internal sealed class PrimeField : IDisposable
{
    private readonly IArithmeticEngine engine;

    public PrimeField(SecretInteger prime, IArithmeticEngine engine)
    {
        this.engine = engine;
        Prime = prime;
        // p is odd: (p − 1)/2 is a shift.
        Half = prime.ShiftRight(1);
    }

    /// <summary>p.</summary>
    public SecretInteger Prime { get; }

    /// <summary>p', the prime order of the squares.</summary>
    public SecretInteger Half { get; }

    public SecretInteger Reduce(BigInteger value)
    {
        using var copy = SecretInteger.FromPublic(value);
        return copy.Modulo(Prime);
    }

    public SecretInteger Power(SecretInteger value, SecretInteger exponent) => engine.PowerModuloSecret(value, exponent, Prime);

    /// <summary>Euler's criterion: x^{p'} = 1.</summary>
    public bool IsSquare(BigInteger value)
    {
        using var reduced = Reduce(value);
        using var symbol = Power(reduced, Half);
        // The symbol of a non-square is p − 1: it must not be revealed.
        return symbol.IsOne;
    }

    /// <summary>x^{((p + 1)/4)²} for a square x: p = 3 mod 4, so the root that is itself a square has a root again.</summary>
    public SecretInteger FourthRoot(BigInteger square)
    {
        using var one = SecretInteger.FromPublic(BigInteger.One);
        using var successor = Prime.Resize(Prime.LimbCount + 1);
        successor.Add(one);
        using var exponent = successor.ShiftRight(2);
        using var reduced = Reduce(square);
        using var root = Power(reduced, exponent);
        return Power(root, exponent);
    }

    /// <summary>x^{1/d mod (p − 1)} for an odd public d that is prime to p'.</summary>
    public SecretInteger Root(BigInteger value, BigInteger degree)
    {
        // 1/d mod p' by Fermat; then the one of it and its sum with p' that is odd, which is 1/d mod 2p'.
        using var two = SecretInteger.FromPublic(2);
        using var fermat = Half.Resize(Half.LimbCount);
        fermat.Subtract(two);
        using var degreeCopy = SecretInteger.FromPublic(degree);
        using var reducedDegree = degreeCopy.Modulo(Half);
        using var inverse = engine.PowerModuloSecret(reducedDegree, fermat, Half);
        using var exponent = inverse.Resize(inverse.LimbCount + 1);
        using var isEven = SecretInteger.FromPublic(BigInteger.One);
        isEven.Limbs[0] = ~inverse.Limbs[0] & 1;
        exponent.AddProduct(Half, isEven);
        using var reduced = Reduce(value);
        return Power(reduced, exponent);
    }

    public void Dispose()
    {
        Prime.Dispose();
        Half.Dispose();
    }
}
