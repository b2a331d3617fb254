using System.Numerics;
using FLChain.Cryptography.Quantization;

namespace FLChain.Cryptography.Tests.Quantization;

public sealed class GradientQuantizerTests
{
    [Fact]
    public void Quantize_BoundaryValues_AreClippedAndRoundedHalfToEven()
    {
        // 8 bits, clip 127: one unit is exactly 1.0.
        GradientQuantizer quantizer = ForLength(7, bits: 8, clipMicros: 127_000_000);

        Assert.Equal([0, 2, 2, -2, 127, -127, 0], quantizer.Quantize([0.5f, 1.5f, 2.5f, -2.5f, 1e30f, -127.4f, -0f]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Quantize_ValueThatIsNotFinite_IsRefusedByIndex(float bad)
    {
        GradientQuantizer quantizer = ForLength(3);

        var error = Assert.Throws<ArgumentException>(() => quantizer.Quantize([0f, 0f, bad]));
        Assert.Contains("Gradient value 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new ErrorFeedback(3).Quantize(quantizer, [0f, bad, 0f]));
        Assert.Contains("Gradient value 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(3_333_333)]
    [InlineData(GradientQuantizer.MaxClipMicros)]
    public void Quantize_AnyClip_MapsTheClipToTheLargestMagnitude(long clipMicros)
    {
        for (int bits = PackingLayout.MinBits; bits <= PackingLayout.MaxBits; bits++)
        {
            GradientQuantizer quantizer = ForLength(2, bits, clipMicros);
            float clip = MathF.BitIncrement((float)(clipMicros / 1e6));
            int most = quantizer.Layout.MaxMagnitude;

            Assert.Equal([most, -most], quantizer.Quantize([clip, -clip]));
            Assert.Equal((float)(clipMicros / 1e6), quantizer.Dequantize([most, -most], 1)[0], 1e-6f * clip);
        }
    }

    [Fact]
    public void SumOfPackedGradients_ManySeeds_EqualsTheSumOfQuantizedOnes()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var layout = new PackingLayout(random.Next(8, 25), random.Next(2, 11), 512, random.Next(1, 120));
            var quantizer = new GradientQuantizer(layout, random.Next(1, 5_000_000));
            BigInteger[] total = new BigInteger[layout.PlaintextCount];
            long[] expected = new long[layout.ParameterCount];
            double[] real = new double[layout.ParameterCount];
            for (int c = 0; c < layout.MaxTrainers; c++)
            {
                float[] gradient = RandomGradient(layout.ParameterCount, random, quantizer.ClipMicros / 1e6);
                int[] quantized = quantizer.Quantize(gradient);
                BigInteger[] packed = layout.Pack(quantized);
                for (int p = 0; p < total.Length; p++)
                    total[p] += packed[p];
                for (int i = 0; i < expected.Length; i++)
                {
                    expected[i] += quantized[i];
                    real[i] += gradient[i];
                }
            }

            Assert.True(layout.TryUnpackSum(total, layout.MaxTrainers, out long[]? sums, out _));
            Assert.Equal(expected, sums);
            float[] sum = quantizer.Dequantize(sums, layout.MaxTrainers);
            for (int i = 0; i < sum.Length; i++)
                Assert.Equal(real[i], sum[i], (0.5001 * quantizer.Step * layout.MaxTrainers) + (1e-6 * Math.Abs(real[i])));
        }
    }

    [Fact]
    public void Dequantize_SumThatContributorsCannotHave_IsRefusedByIndex()
    {
        GradientQuantizer quantizer = ForLength(2, bits: 8);

        Assert.Equal(2, quantizer.Dequantize([254, -254], 2).Length);
        var error = Assert.Throws<ArgumentException>(() => quantizer.Dequantize([0, 255], 2));
        Assert.Contains("Sum 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => quantizer.Dequantize([0], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => quantizer.Dequantize([0, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => quantizer.Dequantize([0, 0], 11));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(GradientQuantizer.MaxClipMicros + 1)]
    public void Quantizer_ClipOutOfRange_IsRefused(long clipMicros) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ForLength(1, clipMicros: clipMicros));

    private static GradientQuantizer ForLength(int length, int bits = 16, long clipMicros = 1_000_000) =>
        new(new PackingLayout(bits, 10, 2048, length), clipMicros);

    private static float[] RandomGradient(int length, Random random, double clip)
    {
        float[] gradient = new float[length];
        for (int i = 0; i < length; i++)
            gradient[i] = (float)(((2 * random.NextDouble()) - 1) * clip);
        return gradient;
    }
}
