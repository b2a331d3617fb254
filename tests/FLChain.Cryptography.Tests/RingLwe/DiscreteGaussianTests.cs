using System.Numerics;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class DiscreteGaussianTests
{
    private const int Samples = 1 << 20;
    private const double Variance = 6.5 * 6.5;

    // A fixed key: the statistics below are the same in every run.
    private static readonly long[] Drawn = Draw();

    [Fact]
    public void Table_OfThresholds_IsTheDistribution()
    {
        // exp(−x²/84.5) in fixed point with 192 bits, summed and cut to 63 bits.
        BigInteger[] weights = [.. Enumerable.Range(0, 60).Select(x => Exponential(-2 * x * x, 169))];
        BigInteger total = weights[0] + weights.Skip(1).Aggregate(BigInteger.Zero, (sum, weight) => sum + (2 * weight));
        BigInteger reached = weights[0];
        for (int i = 0; i < 59; i++)
        {
            Assert.Equal((ulong)((reached << 63) / total), DiscreteGaussian.Table[i]);
            reached += 2 * weights[i + 1];
        }
        Assert.Equal(59, DiscreteGaussian.Table.Length);
        Assert.Equal(total, reached);
    }

    [Fact]
    public void Sample_AroundEveryThreshold_StepsThere()
    {
        for (int i = 0; i < 59; i++)
        {
            ulong threshold = DiscreteGaussian.Table[i];
            var words = new ulong[16];
            words[0] = threshold - 1;
            words[5] = threshold;
            words[8] = (threshold - 1) | (1UL << 63);
            words[15] = threshold | (1UL << 63);
            DiscreteGaussian.Sample(words);
            Assert.Equal([i, i + 1, -i, -(i + 1)], Signed(words[0], words[5], words[8], words[15]));
            Assert.Equal(0UL, words[1]);
        }
    }

    [Fact]
    public void Sample_Extremes_StayWithinTheSupport()
    {
        var words = new ulong[16];
        words[0] = long.MaxValue;
        words[1] = ulong.MaxValue;
        words[2] = 1UL << 63;
        DiscreteGaussian.Sample(words);
        Assert.Equal([59, -59, 0], Signed(words[0], words[1], words[2]));
        Assert.Equal(RlweParameters.CoefficientBound, 59);
    }

    [Fact]
    public void Sample_ManyWords_FitTheDistribution()
    {
        var counts = new Dictionary<long, int>();
        foreach (long sample in Drawn)
            counts[sample] = counts.GetValueOrDefault(sample) + 1;
        double norm = Enumerable.Range(-59, 119).Sum(x => Math.Exp(-x * x / (2 * Variance)));
        // χ² over the 47 values from −23 to 23 (each expected at least 200 times) and the rest.
        double statistic = 0, expectedRest = Samples, rest = Samples;
        for (int x = -23; x <= 23; x++)
        {
            double expected = Samples * Math.Exp(-x * x / (2 * Variance)) / norm;
            double off = counts.GetValueOrDefault(x) - expected;
            statistic += off * off / expected;
            expectedRest -= expected;
            rest -= counts.GetValueOrDefault(x);
        }
        statistic += (rest - expectedRest) * (rest - expectedRest) / expectedRest;
        // 47 degrees of freedom: beyond 95 with probability 4·10^−5; below 20 with 2·10^−4.
        Assert.InRange(statistic, 20, 95);
    }

    [Fact]
    public void Sample_ManyWords_HasMomentsOfTheDistribution()
    {
        double mean = Drawn.Average(sample => (double)sample);
        double variance = Drawn.Average(sample => (double)(sample * sample));
        double kurtosis = Drawn.Average(sample => (double)(sample * sample) * (sample * sample)) / (variance * variance);
        // Five standard errors: σ/√n, σ²·√(2/n), √(24/n).
        Assert.InRange(mean, -5 * 6.5 / Math.Sqrt(Samples), 5 * 6.5 / Math.Sqrt(Samples));
        Assert.InRange(variance, Variance * (1 - (5 * Math.Sqrt(2.0 / Samples))), Variance * (1 + (5 * Math.Sqrt(2.0 / Samples))));
        Assert.InRange(kurtosis, 3 - (5 * Math.Sqrt(24.0 / Samples)), 3 + (5 * Math.Sqrt(24.0 / Samples)));
    }

    [Fact]
    public void Sample_Neighbours_AreUncorrelated()
    {
        foreach (int lag in (int[])[1, 2, 8, 16, 1024])
        {
            double sum = 0;
            for (int i = 0; i + lag < Samples; i++)
                sum += Drawn[i] * Drawn[i + lag];
            Assert.InRange(sum / Samples / Variance, -5 / Math.Sqrt(Samples), 5 / Math.Sqrt(Samples));
        }
    }

    private static long[] Draw()
    {
        using var stream = new CounterStream(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        var words = new ulong[Samples];
        stream.Fill(0, 0, words);
        DiscreteGaussian.Sample(words);
        return Signed(words);
    }

    private static long[] Signed(params ulong[] words) => [.. words.Select(word => unchecked((long)word))];

    // exp(numerator/denominator)·2^192 by the series, after halving the argument ten times.
    private static BigInteger Exponential(int numerator, int denominator)
    {
        const int Bits = 320;
        BigInteger x = ((BigInteger)numerator << Bits) / denominator >> 10, term = BigInteger.One << Bits, sum = term;
        for (int i = 1; !term.IsZero && i < 200; i++)
        {
            term = (term * x >> Bits) / i;
            sum += term;
        }
        for (int i = 0; i < 10; i++)
            sum = sum * sum >> Bits;
        return sum >> (Bits - 192);
    }
}
