using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// Training without a ledger and without masks: what federated results are compared with. Same batches, same update,
/// same initial weights as a federation with the same seeds.
/// </summary>
public static class LocalTraining
{
    /// <summary>Trains on one data set, from initial weights drawn from the seed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="steps">Number of batches, 0 or more.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="learningRate">Positive.</param>
    /// <param name="seed">Of initial weights and batches.</param>
    /// <returns>The trained weights.</returns>
    public static float[] Run(
        IFederatedModel model, Dataset data, int steps, int batchSize, double learningRate, long seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Run(model, data, InitialWeights(model, seed), steps, batchSize, learningRate, seed);
    }

    /// <summary>Trains on one data set, from given weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="initialWeights">Where training starts; not changed.</param>
    /// <param name="steps">Number of batches, 0 or more.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="learningRate">Positive.</param>
    /// <param name="seed">Of the batches.</param>
    /// <returns>The trained weights.</returns>
    public static float[] Run(
        IFederatedModel model, Dataset data, ReadOnlySpan<float> initialWeights,
        int steps, int batchSize, double learningRate, long seed) =>
        RunTogether(model, [data], initialWeights, steps, batchSize, learningRate, [seed]);

    /// <summary>
    /// Trains one model on several data sets: in each step every data set gives the gradient of one batch, and the mean
    /// is applied. A federation without masks, with the batches of <see cref="BatchSampler"/> for each seed.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="shards">The trainers' data sets, at least one.</param>
    /// <param name="initialWeights">Where training starts; not changed.</param>
    /// <param name="steps">Number of steps, 0 or more.</param>
    /// <param name="batchSize">Samples of each trainer's batch.</param>
    /// <param name="learningRate">Positive.</param>
    /// <param name="seeds">Of each trainer's batches; as many as shards.</param>
    /// <returns>The trained weights.</returns>
    /// <exception cref="ArgumentException">No data set, or another number of seeds.</exception>
    public static float[] RunTogether(
        IFederatedModel model, IReadOnlyList<Dataset> shards, ReadOnlySpan<float> initialWeights,
        int steps, int batchSize, double learningRate, IReadOnlyList<long> seeds)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ModelShape.CheckWeights(model, initialWeights);
        if (shards.Count == 0 || shards.Count != seeds.Count)
            throw new ArgumentException($"{shards.Count} data sets and {seeds.Count} seeds.", nameof(seeds));

        BatchSampler[] samplers = [.. shards.Select((shard, i) => new BatchSampler(shard, batchSize, seeds[i]))];
        float[] weights = initialWeights.ToArray();
        float[] gradient = new float[weights.Length];
        float[] sum = new float[weights.Length];
        for (int step = 0; step < steps; step++)
        {
            Array.Clear(sum);
            foreach (BatchSampler sampler in samplers)
            {
                model.Gradient(weights, sampler.At(step), gradient);
                TensorPrimitives.Add(sum, gradient, sum);
            }
            WeightUpdate.Apply(weights, sum, samplers.Length, learningRate);
        }
        return weights;
    }

    /// <summary>Initial weights from a seed that is no secret: for comparisons only, never for a model to be sold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Any number.</param>
    public static float[] InitialWeights(IFederatedModel model, long seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        byte[] number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, seed);
        return model.InitialWeights(SHA256.HashData(number));
    }
}
