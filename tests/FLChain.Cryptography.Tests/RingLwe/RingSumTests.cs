using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

/// <summary>
/// The ring part alone, without Paillier: masks of N keys added up come off exactly with the sum of the keys, for every
/// number of bits and up to the most trainers, with vectors at their extremes.
/// </summary>
public sealed class RingSumTests
{
    private const int Parameters = 5000;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int>();
            foreach (int bits in (int[])[8, 12, 16, 20, 24])
            {
                foreach (int trainers in (int[])[2, 3, 4, 5, 10, 32, 100, 128])
                    shapes.Add(bits, trainers);
            }
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_SumOfMaskedVectors_IsExact(int bits, int trainers)
    {
        var sum = new RingSum(new PackingLayout(bits, trainers, 512, Parameters));
        for (int j = 0; j < trainers; j++)
            sum.Add(j, Values(sum.Layout.Vector, j));
        var read = sum.Read(trainers);
        Assert.True(read.IsSuccess, $"{bits} bits, N={trainers}: {read.Outcome}");
        Assert.Equal(sum.Expected, read.Sums.ToArray());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Read_AMillionParameters_IsExact(int bits)
    {
        var sum = new RingSum(new PackingLayout(bits, 3, 512, 1_000_000));
        Assert.Equal(bits == 16 ? RlweParameters.Light : RlweParameters.Standard, sum.Layout.Parameters);
        for (int j = 0; j < 3; j++)
            sum.Add(j, Values(sum.Layout.Vector, j));
        var read = sum.Read(3);
        Assert.True(read.IsSuccess);
        Assert.True(read.Sums.Span.SequenceEqual(sum.Expected));
    }

    // The light ring and the standard one, with values at their extremes and Σe = ±E, then one more.
    [Theory]
    [InlineData(16, 4, true)]
    [InlineData(8, 100, true)]
    [InlineData(16, 10, false)]
    [InlineData(24, 128, false)]
    public void Read_SumOfErrorsAtItsBound_IsExactAndBeyondItImpossible(int bits, int trainers, bool light)
    {
        foreach (int sign in (int[])[1, -1])
        {
            var sum = new RingSum(new PackingLayout(bits, trainers, 512, Parameters));
            Assert.Equal(light, sum.Layout.Parameters == RlweParameters.Light);
            for (int j = 0; j < trainers; j++)
                sum.AddUnmasked([.. Enumerable.Range(0, Parameters).Select(i => i % 2 == 0 ? sum.Layout.Vector.MaxMagnitude : -sum.Layout.Vector.MaxMagnitude)]);
            foreach (int word in (int[])[0, 1, sum.Layout.WordCount - 1])
            {
                sum.AddError(word, sign * sum.Layout.SumBound);
                var read = sum.Read(trainers);
                Assert.True(read.IsSuccess, $"{bits} bits, N={trainers}: {read.Outcome}");
                Assert.Equal(sum.Expected, read.Sums.ToArray());
                sum.AddError(word, sign);
                Assert.True(sum.Read(trainers).IsImpossible);
                sum.AddError(word, -sign);
            }
        }
    }

    [Fact]
    public void Read_FewerContributorsThanTheMost_IsExact()
    {
        var sum = new RingSum(new PackingLayout(16, 10, 512, Parameters));
        for (int j = 0; j < 3; j++)
            sum.Add(j, Values(sum.Layout.Vector, j));
        Assert.Equal(sum.Expected, sum.Read(3).Sums.ToArray());
        // With another number of contributors the slots say something else.
        Assert.True(sum.Read(4).IsImpossible);
        Assert.True(sum.Read(2).IsImpossible);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    public void Read_KeyWrongByOneUnit_IsImpossible(int trainers)
    {
        var sum = new RingSum(new PackingLayout(16, trainers, 512, Parameters));
        for (int j = 0; j < trainers; j++)
            sum.Add(j, Values(sum.Layout.Vector, j));
        var random = new Random(8);
        for (int attempt = 0; attempt < 40; attempt++)
        {
            int position = random.Next(sum.Layout.Parameters.Degree);
            long unit = attempt % 2 == 0 ? 1 : -1;
            sum.KeySum[position] += unit;
            Assert.True(sum.Read(trainers).IsImpossible);
            sum.KeySum[position] -= unit;
        }
        Assert.True(sum.Read(trainers).IsSuccess);
    }

    [Fact]
    public void Read_AnotherIterationsContext_IsImpossible()
    {
        var sum = new RingSum(new PackingLayout(16, 4, 512, Parameters));
        for (int j = 0; j < 4; j++)
            sum.Add(j, Values(sum.Layout.Vector, j));
        Assert.True(sum.Read(4, Contexts.Of(1) with { Iteration = 8 }).IsImpossible);
        Assert.True(sum.Read(4, Contexts.Of(1) with { Author = "dp-77", Phase = "share" }).IsSuccess);
    }

    [Fact]
    public void Masks_OfManySeeds_StayWithinTheNoiseBound()
    {
        // What is left of Σy when keys and values are taken off is T·Σe: its largest coefficient, in standard deviations.
        const int Trainers = 100;
        var sum = new RingSum(new PackingLayout(8, Trainers, 512, 8 * 2048));
        for (int j = 0; j < Trainers; j++)
            sum.Add(1000 + j, new int[sum.Layout.Vector.ParameterCount]);
        var errors = sum.Errors();
        double sigma = 6.5 * Math.Sqrt(Trainers);
        Assert.InRange(errors.Average(e => (double)e * e) / (sigma * sigma), 0.9, 1.1);
        // Of so many coefficients the largest is between 3σ and 6.5σ all but surely; E is 12σ.
        Assert.InRange(errors.Max(Math.Abs), 3 * sigma, 6.5 * sigma);
        Assert.InRange(sum.KeySum.Max(Math.Abs), 2.5 * sigma, 6.5 * sigma);
    }

    [Fact]
    public void Words_OfOneMaskedVector_LookUniform()
    {
        // The same vector, all zeros, under many seeds: the words must not show it.
        var sum = new RingSum(new PackingLayout(16, 10, 512, 2 * 2048));
        var buckets = new int[64];
        for (int seed = 0; seed < 40; seed++)
        {
            foreach (ulong word in sum.MaskOf(seed))
                buckets[(int)((UInt128)word * 64 / sum.Layout.Parameters.Modulus)]++;
        }
        double expected = 40 * 2048 / 64.0;
        // 63 degrees of freedom: outside 25 … 125 with probability below 10^−5.
        Assert.InRange(buckets.Sum(count => (count - expected) * (count - expected) / expected), 25, 125);
    }

    private static int[] Values(PackingLayout layout, int trainer)
    {
        var random = new Random(trainer);
        int most = layout.MaxMagnitude;
        // A third at the top, a third at the bottom, a third anywhere.
        return [.. Enumerable.Range(0, layout.ParameterCount).Select(i => (i % 3) switch { 0 => most, 1 => -most, _ => random.Next(-most, most + 1) })];
    }
}
