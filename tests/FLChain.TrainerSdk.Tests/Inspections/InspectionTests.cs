using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.Inspections;

namespace FLChain.TrainerSdk.Tests.Inspections;

public sealed class InspectionTests
{
    private const int Parameters = 50;
    private static readonly GradientQuantizer Quantizer = new(new PackingLayout(16, 4, 512, Parameters), 1_000_000);
    private static readonly float[] Gradient = [.. Enumerable.Range(0, Parameters).Select(k => 1.2f * (float)Math.Sin(k + 1))];

    [Fact]
    public void Compare_TheGradientThatWasGiven_HoldsWhateverRoundingWasCarriedOver()
    {
        var feedback = new ErrorFeedback(Parameters);
        var random = new Random(1);
        for (var iteration = 0; iteration < 50; iteration++)
        {
            float[] gradient = [.. Enumerable.Range(0, Parameters).Select(_ => (float)(random.NextDouble() * 2.4 - 1.2))];
            var comparison = Of(feedback.Quantize(Quantizer, gradient)).Compare(gradient);
            feedback.Accept();
            Assert.True(comparison.Holds, $"{comparison}");
            Assert.InRange(comparison.LargestDifferenceInSteps, 0, 1.001);
        }
    }

    [Theory]
    [InlineData(1.4, true)]
    [InlineData(1.6, false)]
    [InlineData(-1.4, true)]
    [InlineData(-1.6, false)]
    public void Compare_OneValueOff_HoldsUpToTheTolerance(double steps, bool holds)
    {
        var repeated = Of(Quantizer.Quantize(Gradient)).Submitted.ToArray();
        repeated[3] += (float)(steps * Quantizer.Step);

        var comparison = Of(Quantizer.Quantize(Gradient)).Compare(repeated);

        Assert.Equal((holds, 3), (comparison.Holds, comparison.Index));
        Assert.Equal(Math.Abs(steps), comparison.LargestDifferenceInSteps, 2);
        Assert.Equal(Math.Abs(steps) * Quantizer.Step, comparison.LargestDifference, 1e-6);
    }

    [Fact]
    public void Compare_NoiseOrNothing_DoesNotHold()
    {
        var random = new Random(2);
        int[] noise = [.. Enumerable.Range(0, Parameters).Select(_ => random.Next(-Quantizer.Layout.MaxMagnitude, Quantizer.Layout.MaxMagnitude + 1))];
        Assert.False(Of(noise).Compare(Gradient).Holds);
        Assert.False(Of(new int[Parameters]).Compare(Gradient).Holds);
    }

    [Fact]
    public void Compare_BeyondTheClip_IsClippedAsTheSubmittedOne()
    {
        var far = Gradient.ToArray();
        far[0] = 1e30f;
        Assert.True(Of(Quantizer.Quantize(far)).Compare(far).Holds);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Compare_NotFinite_NamesTheValue(float value)
    {
        var repeated = Gradient.ToArray();
        repeated[17] = value;
        Assert.Contains("17", Assert.Throws<ArgumentException>(() => Of(new int[Parameters]).Compare(repeated)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Parameters - 1)]
    [InlineData(Parameters + 1)]
    public void Compare_AnotherLength_IsRefused(int length) =>
        Assert.Throws<ArgumentException>(() => Of(new int[Parameters]).Compare(new float[length]));

    [Fact]
    public void Submitted_OfQuantizedValues_IsInTheGradientsUnits()
    {
        var inspection = Of([32_767, -32_767, .. new int[Parameters - 2]]);
        Assert.Equal([1f, -1f, 0f], inspection.Submitted[..3].ToArray());
    }

    private static Inspection Of(int[] values) => new("flm", 1, new string('a', 128), new float[Parameters], values, Quantizer);
}
