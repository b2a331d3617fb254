using System.Numerics;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class RlweLayoutTests
{
    [Theory]
    [InlineData(16, 4, 1024, 1, 18, 9, 5)]
    [InlineData(16, 10, 2048, 2, 21, 9, 10)]
    [InlineData(16, 32, 2048, 2, 21, 10, 11)]
    [InlineData(16, 33, 2048, 1, 23, 10, 11)]
    [InlineData(16, 100, 2048, 1, 24, 11, 12)]
    [InlineData(8, 4, 1024, 1, 11, 9, 5)]
    [InlineData(8, 32, 1024, 1, 14, 10, 6)]
    [InlineData(24, 128, 2048, 1, 32, 11, 12)]
    public void For_Layout_TakesTheseNumbers(int bits, int trainers, int degree, int slots, int slotBits, int digitBits, int ciphertexts)
    {
        var layout = RlweLayout.For(new PackingLayout(bits, trainers, 2048, 10_000));
        Assert.Equal(
            (degree, slots, slotBits, digitBits, ciphertexts),
            (layout.Parameters.Degree, layout.SlotsPerWord, layout.SlotBits, layout.KeyDigitBits, layout.KeyCiphertexts));
    }

    [Fact]
    public void For_EveryLayout_TellsSumAndErrorApart()
    {
        foreach (int bits in Enumerable.Range(PackingLayout.MinBits, PackingLayout.MaxBits - PackingLayout.MinBits + 1))
        {
            foreach (int trainers in (int[])[.. Enumerable.Range(1, 130), 255, 256, 257, 1023, 1024])
                RequireSound(RlweLayout.For(new PackingLayout(bits, trainers, 2048, 100_000)));
        }
    }

    [Theory]
    [InlineData(1, 59)]
    [InlineData(2, 111)]
    [InlineData(4, 156)]
    [InlineData(10, 247)]
    [InlineData(32, 442)]
    [InlineData(100, 780)]
    [InlineData(1024, 2496)]
    public void SumBound_OfTrainers_IsTwelveSigmaRoot(int trainers, int bound) => Assert.Equal(bound, RlweParameters.SumBound(trainers));

    [Theory]
    [InlineData(1, 1, 1, 7)]
    [InlineData(2048, 1024, 1, 6784)]
    [InlineData(4096, 2048, 1, 13568)]
    [InlineData(4097, 2049, 2, 13575)]
    public void Words_OfParameters_AreCutAfterTheLast(int parameters, int words, int polynomials, int bytes)
    {
        var layout = RlweLayout.For(new PackingLayout(16, 10, 2048, parameters));
        Assert.Equal((words, polynomials, bytes), (layout.WordCount, layout.PolynomialCount, (int)layout.PackedBytes));
        Assert.Equal(words, Enumerable.Range(0, polynomials).Sum(layout.WordsOf));
    }

    private static void RequireSound(RlweLayout layout)
    {
        BigInteger limit = ((2 * (BigInteger)layout.SumBound) + 1) << layout.PlaintextBits;
        Assert.True(limit <= layout.Parameters.Modulus, "the largest sum with its error stays below q");
        BigInteger most = (BigInteger)layout.Vector.MaxTrainers * ((BigInteger.One << layout.Vector.Bits) - 1);
        Assert.True(most < BigInteger.One << layout.SlotBits, "a slot holds the largest sum");
        Assert.True((2 * layout.SumBound) + 2 <= 1 << layout.KeyDigitBits, "a digit holds the largest sum of keys");
        Assert.True(layout.KeyDigitBits * layout.KeyDigitsPerCiphertext <= layout.Vector.ModulusBits - 2, "the digits fit a plaintext");
        Assert.True(layout.KeyCiphertexts * layout.KeyDigitsPerCiphertext >= layout.Parameters.Degree, "the key has room");
        // One slot more would not fit, and the light ring was not passed over.
        int least = layout.Vector.Bits + (int)Math.Ceiling(Math.Log2(layout.Vector.MaxTrainers));
        Assert.InRange(layout.SlotBits, least, least + 1);
        Assert.True(((2 * (BigInteger)layout.SumBound) + 1) << ((layout.SlotsPerWord + 1) * least) > layout.Parameters.Modulus);
        Assert.True(layout.Parameters == RlweParameters.Light || RlweLayout.TryFit(layout.Vector, RlweParameters.Light) is null);
    }
}
