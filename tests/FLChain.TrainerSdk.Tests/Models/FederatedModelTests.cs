using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Tests.Data;

namespace FLChain.TrainerSdk.Tests.Models;

public sealed class FederatedModelTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("softmax 784x10", 7850)]
    [InlineData("mlp 784x32x10", 25450)]
    [InlineData("mlp 784x128x10", 101770)]
    public void ParameterCount_OfKnownShapes_IsTheUsualOne(string description, int parameters) =>
        Assert.Equal(parameters, ModelDescription.Parse(description).ParameterCount);

    [Theory]
    [InlineData("softmax 20x4")]
    [InlineData("mlp 20x16x4")]
    public void InitialWeights_DependOnSeedAndShapeAlone(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        byte[] otherSeed = (byte[])Seed.Clone();
        otherSeed[31] ^= 1;

        float[] weights = model.InitialWeights(Seed);
        Assert.Equal(model.ParameterCount, weights.Length);
        Assert.Equal(weights, ModelDescription.Parse(description).InitialWeights(Seed));
        Assert.NotEqual(weights, model.InitialWeights(otherSeed));
        Assert.All(weights, weight => Assert.True(float.IsFinite(weight)));
        Assert.Throws<ArgumentException>(() => model.InitialWeights(Seed.AsSpan(1)));
    }

    [Fact]
    public void InitialWeights_OfAPerceptron_HaveTheVarianceOfHe()
    {
        float[] weights = new MultilayerPerceptron(200, 100, 10).InitialWeights(Seed);

        double variance = weights.Take(20_000).Average(weight => (double)weight * weight);
        Assert.Equal(2.0 / 200, variance, 0.0005);
        Assert.All(weights.Skip(20_000).Take(100), bias => Assert.Equal(0f, bias));
    }

    [Fact]
    public void InitialWeights_FixedSeed_AreTheRecordedOnes()
    {
        // All trainers must draw these bits, in every version. Computed by another implementation (Node.js).
        float[] weights = new SoftmaxRegression(3, 2).InitialWeights(Seed);

        Assert.Equal("bcc98ff2 3d462287 3c91f59b bc5aed52 bc60e039 bd74d45f 00000000 00000000", string.Join(' ', weights.Select(weight => BitConverter.SingleToInt32Bits(weight).ToString("x8"))));
    }

    [Theory]
    [InlineData("softmax 5x3")]
    [InlineData("mlp 5x4x3")]
    public void Predict_AnySample_GivesProbabilities(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        float[] weights = model.InitialWeights(Seed);
        float[] probabilities = new float[3];
        model.Predict(weights, [0.1f, 0.9f, 0f, 1f, 0.5f], probabilities);

        Assert.Equal(1f, probabilities.Sum(), 1e-6f);
        Assert.All(probabilities, p => Assert.InRange(p, 0f, 1f));
        Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()), model.Classify(weights, [0.1f, 0.9f, 0f, 1f, 0.5f]));
        Assert.Throws<ArgumentException>(() => model.Predict(weights, [1f], probabilities));
        Assert.Throws<ArgumentException>(() => model.Predict(weights, new float[5], new float[2]));
        Assert.Throws<ArgumentException>(() => model.Predict(weights.AsSpan(1), new float[5], probabilities));
    }

    [Fact]
    public void Accuracy_WeightsThatAlwaysSayOne_IsTheShareOfOnes()
    {
        var model = new SoftmaxRegression(1, 2);
        var data = new Dataset([0f, 0.2f, 0.4f, 0.6f], [1, 0, 1, 1], 1, 2);

        Assert.Equal(0.75, model.Accuracy([0f, 0f, 0f, 1f], data));
        Assert.Equal(0.25, model.Accuracy([0f, 0f, 1f, 0f], data));
        Assert.Throws<ArgumentException>(() => model.Accuracy([0f, 0f, 0f, 1f], data.Slice(0, 0)));
    }

    [Fact]
    public void Constructors_ShapesOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxRegression(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxRegression(5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultilayerPerceptron(5, 0, 2));
        Assert.Throws<ArgumentException>(() => new SoftmaxRegression(ModelDescription.MaxFeatures, ModelDescription.MaxLabels));
        Assert.Throws<ArgumentException>(() => new MultilayerPerceptron(ModelDescription.MaxFeatures, ModelDescription.MaxHidden, 2));
    }
}
