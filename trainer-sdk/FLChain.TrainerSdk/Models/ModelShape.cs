using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Models;

/// <summary>The argument checks that the built-in models share.</summary>
internal static class ModelShape
{
    public const int SeedBytes = 32;

    public static void CheckWeights(IFederatedModel model, ReadOnlySpan<float> weights)
    {
        if (weights.Length != model.ParameterCount)
            throw new ArgumentException($"{model.Describe()} has {model.ParameterCount} weights, not {weights.Length}.", nameof(weights));
    }

    public static void CheckFinite(ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!float.IsFinite(weights[i]))
                throw new ArgumentException($"Weight {i} is {weights[i]}.", nameof(weights));
        }
    }

    public static void CheckGradient(IFederatedModel model, ReadOnlySpan<float> weights, Batch batch, ReadOnlySpan<float> gradient)
    {
        CheckWeights(model, weights);
        ArgumentNullException.ThrowIfNull(batch);
        if (gradient.Length != model.ParameterCount)
            throw new ArgumentException($"The gradient has {model.ParameterCount} values, not {gradient.Length}.", nameof(gradient));
        if (batch.FeatureCount != model.FeatureCount || batch.LabelCount != model.LabelCount)
            throw new ArgumentException($"{batch.FeatureCount} features and {batch.LabelCount} labels do not fit {model.Describe()}.", nameof(batch));
    }

    public static void CheckPrediction(
        IFederatedModel model, ReadOnlySpan<float> weights, ReadOnlySpan<float> features, ReadOnlySpan<float> probabilities)
    {
        CheckWeights(model, weights);
        if (features.Length != model.FeatureCount)
            throw new ArgumentException($"A sample has {model.FeatureCount} features, not {features.Length}.", nameof(features));
        if (probabilities.Length != model.LabelCount)
            throw new ArgumentException($"There are {model.LabelCount} labels, not {probabilities.Length}.", nameof(probabilities));
    }

    public static SeededRandom OpenSeed(IFederatedModel model, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
            throw new ArgumentException($"The seed is {SeedBytes} bytes.", nameof(seed));
        return new SeededRandom($"FLChain initial weights v1 {model.Describe()}", seed);
    }
}
