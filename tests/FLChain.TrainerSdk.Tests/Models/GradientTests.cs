using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Tests.Data;

namespace FLChain.TrainerSdk.Tests.Models;

public sealed class GradientTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("softmax 5x3", 1)]
    [InlineData("softmax 5x3", 7)]
    [InlineData("mlp 6x8x4", 1)]
    [InlineData("mlp 6x8x4", 9)]
    public void Gradient_EveryParameter_EqualsTheFiniteDifference(string description, int batchSize)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        Batch batch = BatchFor(model, batchSize, seed: batchSize);
        float[] weights = model.InitialWeights(Seed);
        float[] gradient = new float[model.ParameterCount];
        float loss = model.Gradient(weights, batch, gradient);

        Assert.Equal(DoubleLoss(model, weights, batch), loss, 1e-5);
        for (int i = 0; i < weights.Length; i++)
        {
            const double Step = 1e-5;
            double[] up = [.. weights];
            double[] down = [.. weights];
            up[i] += Step;
            down[i] -= Step;
            double difference = (DoubleLoss(model, up, batch) - DoubleLoss(model, down, batch)) / (2 * Step);
            Assert.Equal(difference, gradient[i], 1e-5);
        }
    }

    [Theory]
    [InlineData("softmax 784x10")]
    [InlineData("mlp 784x32x10")]
    public void Gradient_Again_IsTheSameToTheBitWhateverTheBufferHeld(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        Batch batch = BatchFor(model, 64, seed: 1);
        float[] weights = model.InitialWeights(Seed);
        float[] first = new float[model.ParameterCount];
        float[] second = new float[model.ParameterCount];
        Array.Fill(second, float.NaN);

        Assert.Equal(model.Gradient(weights, batch, first), model.Gradient(weights, batch, second));
        Assert.Equal(first, second);
        Assert.Contains(first, value => value != 0f);
    }

    [Theory]
    [InlineData("softmax 6x3")]
    [InlineData("mlp 6x5x3")]
    public void Gradient_HugeWeights_StaysFinite(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        Batch batch = BatchFor(model, 8, seed: 2);
        float[] weights = [.. model.InitialWeights(Seed).Select(weight => weight * 1e6f)];
        float[] gradient = new float[model.ParameterCount];

        Assert.True(float.IsFinite(model.Gradient(weights, batch, gradient)));
        Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("softmax 6x3")]
    [InlineData("mlp 6x5x3")]
    public void Gradient_ShapesThatDoNotFit_AreRefused(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        float[] weights = model.InitialWeights(Seed);
        float[] gradient = new float[model.ParameterCount];
        Batch good = BatchFor(model, 2, seed: 0);
        var wide = new Batch(SampleData.Random(2, 7, 3, 0), [0, 1]);
        var labels = new Batch(SampleData.Random(2, 6, 4, 0), [0, 1]);

        Assert.Throws<ArgumentException>(() => model.Gradient(weights.AsSpan(1), good, gradient));
        Assert.Throws<ArgumentException>(() => model.Gradient(weights, good, gradient.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Gradient(weights, wide, gradient));
        Assert.Throws<ArgumentException>(() => model.Gradient(weights, labels, gradient));
    }

    internal static Batch BatchFor(IFederatedModel model, int size, int seed) =>
        new(SampleData.Random(size, model.FeatureCount, model.LabelCount, seed), [.. Enumerable.Range(0, size)]);

    private static double DoubleLoss(IFederatedModel model, float[] weights, Batch batch) =>
        DoubleLoss(model, [.. weights.Select(weight => (double)weight)], batch);

    // The same loss in double precision, written from the definition: layers of (outputs × inputs, then biases).
    private static double DoubleLoss(IFederatedModel model, double[] weights, Batch batch)
    {
        int[] widths = [.. model.Describe().Split(' ')[1].Split('x').Select(int.Parse)];
        double total = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            double[] values = [.. batch.Features.Slice(row * batch.FeatureCount, batch.FeatureCount).ToArray().Select(f => (double)f)];
            int offset = 0;
            for (int layer = 1; layer < widths.Length; layer++)
            {
                double[] next = new double[widths[layer]];
                for (int o = 0; o < next.Length; o++)
                {
                    next[o] = weights[offset + (values.Length * next.Length) + o];
                    for (int i = 0; i < values.Length; i++)
                        next[o] += weights[offset + (o * values.Length) + i] * values[i];
                    if (layer < widths.Length - 1)
                        next[o] = Math.Max(0, next[o]);
                }
                offset += (values.Length + 1) * next.Length;
                values = next;
            }
            total += Math.Log(values.Sum(Math.Exp)) - values[batch.Labels[row]];
        }
        return total / batch.Count;
    }
}
