using System.Numerics;
using FLChain.Cryptography.Quantization;

namespace FLChain.Cryptography.Tests.Quantization;

public sealed class PackingLayoutTests
{
    [Theory]
    [InlineData(16, 4, 2048, 7850, 19, 107, 74)]
    [InlineData(16, 3, 2048, 7850, 19, 107, 74)]
    [InlineData(16, 5, 2048, 7850, 20, 102, 77)]
    [InlineData(8, 1, 64, 7, 9, 6, 2)]
    [InlineData(24, 1024, 3072, 1, 35, 87, 1)]
    [InlineData(8, 2, 12, 3, 10, 1, 3)]
    public void Layout_KnownShapes_HaveTheExpectedCounts(
        int bits, int trainers, int modulusBits, int parameters, int slotBits, int slots, int plaintexts)
    {
        var layout = new PackingLayout(bits, trainers, modulusBits, parameters);

        Assert.Equal(slotBits, layout.SlotBits);
        Assert.Equal(slots, layout.SlotsPerPlaintext);
        Assert.Equal(plaintexts, layout.PlaintextCount);
    }

    [Theory]
    [InlineData(7, 4, 2048, 10)]
    [InlineData(25, 4, 2048, 10)]
    [InlineData(16, 0, 2048, 10)]
    [InlineData(16, 1025, 2048, 10)]
    [InlineData(16, 4, 20, 10)]
    [InlineData(16, 4, 16385, 10)]
    [InlineData(16, 4, 2048, 0)]
    [InlineData(16, 4, 2048, (1 << 28) + 1)]
    public void Layout_NumbersOutOfRange_AreRefused(int bits, int trainers, int modulusBits, int parameters) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackingLayout(bits, trainers, modulusBits, parameters));

    [Fact]
    public void Pack_SmallVector_IsTheHandComputedPlaintext()
    {
        // 11-bit slots, three in a plaintext below 2^34.
        var layout = new PackingLayout(bits: 8, maxTrainers: 4, modulusBits: 36, parameterCount: 4);

        BigInteger[] plaintexts = layout.Pack([-127, 0, 127, -1]);

        Assert.Equal([1 + (128L << 11) + (255L << 22), 127], plaintexts);
    }

    [Fact]
    public void TryUnpackSum_SumsOfManyLayouts_AreExact()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var layout = new PackingLayout(
                random.Next(8, 25), random.Next(1, 70), random.Next(64, 2049), random.Next(1, 200));
            int contributors = random.Next(1, layout.MaxTrainers + 1);
            long[] expected = new long[layout.ParameterCount];
            BigInteger[] total = new BigInteger[layout.PlaintextCount];
            for (int c = 0; c < contributors; c++)
            {
                int[] values = RandomVector(layout, random, extremes: seed % 3);
                BigInteger[] packed = layout.Pack(values);
                for (int i = 0; i < values.Length; i++)
                    expected[i] += values[i];
                for (int p = 0; p < packed.Length; p++)
                {
                    Assert.True(packed[p].Sign > 0 && packed[p].GetBitLength() <= layout.ModulusBits - 2);
                    total[p] += packed[p];
                }
            }
            Assert.All(total, sum => Assert.True(sum < BigInteger.One << (layout.ModulusBits - 2)));

            Assert.True(layout.TryUnpackSum(total, contributors, out long[]? sums, out _), $"seed {seed}");
            Assert.Equal(expected, sums);
        }
    }

    [Fact]
    public void TryUnpackSum_SlotBelowOrAboveTheRange_NamesTheParameter()
    {
        var layout = new PackingLayout(bits: 8, maxTrainers: 4, modulusBits: 36, parameterCount: 4);
        BigInteger[] sum = [.. layout.Pack([0, 0, 0, 0]).Select(p => p * 3)];

        // Parameter 1 (offset 3·128): 3·255 is the most, 3 is the least.
        Assert.True(layout.TryUnpackSum(Add(sum, 3 * 127), 3, out _, out _));
        Assert.False(layout.TryUnpackSum(Add(sum, (3 * 127) + 1), 3, out long[]? sums, out UnpackFailure failure));
        Assert.Null(sums);
        Assert.Equal(new UnpackFailure(UnpackReason.SlotOutOfRange, 1), failure);
        Assert.True(layout.TryUnpackSum(Add(sum, -3 * 127), 3, out _, out _));
        Assert.False(layout.TryUnpackSum(Add(sum, (-3 * 127) - 1), 3, out _, out failure));
        Assert.Equal(new UnpackFailure(UnpackReason.SlotOutOfRange, 1), failure);

        static BigInteger[] Add(BigInteger[] plaintexts, int toParameterOne) =>
            [plaintexts[0] + ((BigInteger)toParameterOne << 11), plaintexts[1]];
    }

    [Fact]
    public void TryUnpackSum_BitsBeyondTheLastSlot_AreOverflow()
    {
        var layout = new PackingLayout(bits: 8, maxTrainers: 4, modulusBits: 36, parameterCount: 4);
        BigInteger[] honest = layout.Pack([5, -5, 7, 9]);

        // The second plaintext holds one parameter: its second slot must be empty.
        Assert.False(layout.TryUnpackSum([honest[0], honest[1] + (BigInteger.One << 11)], 1, out _, out UnpackFailure failure));
        Assert.Equal(new UnpackFailure(UnpackReason.Overflow, 1), failure);
        Assert.False(layout.TryUnpackSum([honest[0] + (BigInteger.One << 33), honest[1]], 1, out _, out failure));
        Assert.Equal(new UnpackFailure(UnpackReason.Overflow, 0), failure);
        Assert.False(layout.TryUnpackSum([BigInteger.MinusOne, honest[1]], 1, out _, out failure));
        Assert.Equal(new UnpackFailure(UnpackReason.Overflow, 0), failure);
        Assert.False(layout.TryUnpackSum([BigInteger.One << 100_000, honest[1]], 1, out _, out failure));
        Assert.Equal(new UnpackFailure(UnpackReason.Overflow, 0), failure);
    }

    [Fact]
    public void TryUnpackSum_RandomPlaintextOfTheModulusSize_IsReported()
    {
        var layout = new PackingLayout(bits: 16, maxTrainers: 4, modulusBits: 2048, parameterCount: 1000);
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            byte[] bytes = new byte[255];
            random.NextBytes(bytes);
            BigInteger[] absurd = [.. Enumerable.Repeat(new BigInteger(bytes, isUnsigned: true), layout.PlaintextCount)];

            Assert.False(layout.TryUnpackSum(absurd, 4, out _, out UnpackFailure failure));
            Assert.NotEqual(UnpackReason.None, failure.Reason);
        }
    }

    [Fact]
    public void TryUnpackSum_WrongContributorsOrCount_IsReportedOrRefused()
    {
        var layout = new PackingLayout(bits: 8, maxTrainers: 4, modulusBits: 36, parameterCount: 4);
        BigInteger[] sum = layout.Pack([-127, 0, 0, 0]);

        // The least slot value of one contributor is below the least of two.
        Assert.False(layout.TryUnpackSum(sum, 2, out _, out UnpackFailure failure));
        Assert.Equal(new UnpackFailure(UnpackReason.SlotOutOfRange, 0), failure);
        Assert.False(layout.TryUnpackSum(sum[..1], 1, out _, out failure));
        Assert.Equal(new UnpackFailure(UnpackReason.PlaintextCount, 1), failure);
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.TryUnpackSum(sum, 0, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.TryUnpackSum(sum, 5, out _, out _));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(-128)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Pack_ValueOutOfRange_IsRefusedByIndex(int bad)
    {
        var layout = new PackingLayout(bits: 8, maxTrainers: 4, modulusBits: 36, parameterCount: 5);

        var error = Assert.Throws<ArgumentException>(() => layout.Pack([0, 0, 0, 0, bad]));
        Assert.Contains("Value 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => layout.Pack([0, 0, 0, 0]));
    }

    private static int[] RandomVector(PackingLayout layout, Random random, int extremes)
    {
        int[] values = new int[layout.ParameterCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = extremes switch
            {
                0 => layout.MaxMagnitude,
                1 => -layout.MaxMagnitude,
                _ => random.Next(-layout.MaxMagnitude, layout.MaxMagnitude + 1),
            };
        }
        return values;
    }
}
