using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Tests.Data;

namespace FLChain.TrainerSdk.Tests.Models;

public sealed class LocalTrainingTests
{
    [Theory]
    [InlineData("softmax 2x2", 0.95)]
    [InlineData("mlp 2x16x2", 0.95)]
    public void Run_SeparableSamples_LearnsThem(string description, double atLeast)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        Dataset data = Diagonal(400, seed: 1);
        float[] weights = LocalTraining.Run(model, data, steps: 1000, batchSize: 32, learningRate: 0.5, seed: 4);

        Assert.True(model.Accuracy(weights, Diagonal(400, seed: 2)) >= atLeast);
    }

    [Fact]
    public void Run_ExclusiveOr_NeedsTheHiddenLayer()
    {
        var data = new Dataset([0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f], [0, 1, 1, 0], 2, 2);
        var perceptron = new MultilayerPerceptron(2, 8, 2);
        var regression = new SoftmaxRegression(2, 2);

        Assert.Equal(1.0, perceptron.Accuracy(LocalTraining.Run(perceptron, data, 2000, 4, 0.5, seed: 1), data));
        Assert.True(regression.Accuracy(LocalTraining.Run(regression, data, 2000, 4, 0.5, seed: 1), data) < 1.0);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameWeights()
    {
        var model = new MultilayerPerceptron(2, 4, 2);
        Dataset data = Diagonal(100, seed: 1);

        Assert.Equal(LocalTraining.Run(model, data, 50, 8, 0.1, 7), LocalTraining.Run(model, data, 50, 8, 0.1, 7));
        Assert.NotEqual(LocalTraining.Run(model, data, 50, 8, 0.1, 7), LocalTraining.Run(model, data, 50, 8, 0.1, 8));
    }

    [Fact]
    public void RunTogether_OneStepOfTwoTrainers_AppliesTheMeanGradient()
    {
        var model = new SoftmaxRegression(2, 2);
        float[] initial = LocalTraining.InitialWeights(model, 1);
        Dataset[] shards = [Diagonal(50, 1), Diagonal(50, 2)];

        float[] oneByHand = (float[])initial.Clone();
        float[] sum = new float[model.ParameterCount];
        for (int i = 0; i < 2; i++)
        {
            float[] gradient = new float[model.ParameterCount];
            model.Gradient(initial, new BatchSampler(shards[i], 10, 100 + i).At(0), gradient);
            for (int p = 0; p < sum.Length; p++)
                sum[p] += gradient[p];
        }
        WeightUpdate.Apply(oneByHand, sum, 2, 0.5);

        Assert.Equal(oneByHand, LocalTraining.RunTogether(model, shards, initial, 1, 10, 0.5, [100, 101]));
        Assert.Equal(initial, LocalTraining.RunTogether(model, shards, initial, 0, 10, 0.5, [100, 101]));
        Assert.Throws<ArgumentException>(() => LocalTraining.RunTogether(model, shards, initial, 1, 10, 0.5, [100]));
        Assert.Throws<ArgumentException>(() => LocalTraining.RunTogether(model, [], initial, 1, 10, 0.5, []));
    }

    private static Dataset Diagonal(int count, int seed)
    {
        Dataset random = SampleData.Random(count, 2, 2, seed);
        float[] features = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            random.Features(i).CopyTo(features.AsSpan(2 * i));
            labels[i] = features[2 * i] > features[(2 * i) + 1] ? 1 : 0;
        }
        return new Dataset(features, labels, 2, 2);
    }
}
