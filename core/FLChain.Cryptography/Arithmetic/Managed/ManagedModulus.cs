using System.Numerics;

namespace FLChain.Cryptography.Arithmetic.Managed;

/// <summary>Arithmetic modulo one odd number on <see cref="BigInteger"/>. Not constant-time.</summary>
internal sealed class ManagedModulus(BigInteger modulus) : IModularArithmetic
{
    public BigInteger Modulus { get; } = modulus;

    public int ElementBytes { get; } = modulus.GetByteCount(isUnsigned: true);

    public IResidueRegisters CreateRegisters(int count) => new ManagedRegisters(this, count);

    public BigInteger Power(BigInteger value, BigInteger exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent.Sign, nameof(exponent));
        RequireElement(value);
        return BigInteger.ModPow(value, exponent, Modulus);
    }

    public BigInteger PowerSecret(BigInteger value, SecretInteger exponent)
    {
        RequireElement(value);
        return BigInteger.ModPow(value, exponent.Reveal(), Modulus);
    }

    public bool TryInvert(BigInteger value, out BigInteger inverse)
    {
        RequireElement(value);
        // Extended Euclid, keeping only the coefficient of the value: r = x·value mod Modulus in every step.
        BigInteger previous = Modulus, remainder = value, previousX = BigInteger.Zero, x = BigInteger.One;
        while (!remainder.IsZero)
        {
            var quotient = BigInteger.DivRem(previous, remainder, out var next);
            (previous, remainder) = (remainder, next);
            (previousX, x) = (x, previousX - (quotient * x));
        }
        inverse = previous.IsOne ? (previousX.Sign < 0 ? previousX + Modulus : previousX) : BigInteger.Zero;
        return previous.IsOne;
    }

    private void RequireElement(BigInteger value)
    {
        if (value.Sign < 0 || value >= Modulus)
            throw new ArgumentOutOfRangeException(nameof(value), "An element must be at least zero and below the modulus.");
    }
}
