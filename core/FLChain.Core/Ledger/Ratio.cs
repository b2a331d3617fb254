namespace FLChain.Core.Ledger;

/// <summary>Ratios are whole parts per million.</summary>
public static class Ratio
{
    /// <summary>One whole: 1,000,000 parts per million.</summary>
    public const int One = 1_000_000;

    /// <summary>A ratio to a power, by squaring, each product rounded down.</summary>
    /// <param name="ratio">0 to <see cref="One"/>.</param>
    /// <param name="exponent">0 or more.</param>
    public static int Power(int ratio, int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, One);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        long power = One;
        for (long square = ratio; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1) power = power * square / One;
            square = square * square / One;
        }

        return (int)power;
    }
}
