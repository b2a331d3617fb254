using System.Numerics.Tensors;
using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Models;

/// <summary>How well weights do on labelled samples.</summary>
public static class ModelEvaluation
{
    /// <summary>The label with the largest probability for one sample; the lowest of equals.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="features">The sample.</param>
    public static int Classify(this IFederatedModel model, ReadOnlySpan<float> weights, ReadOnlySpan<float> features)
    {
        ArgumentNullException.ThrowIfNull(model);
        float[] probabilities = new float[model.LabelCount];
        model.Predict(weights, features, probabilities);
        return TensorPrimitives.IndexOfMax(probabilities);
    }

    /// <summary>The share of samples whose label is predicted, 0 to 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="data">At least one sample.</param>
    /// <exception cref="ArgumentException">No sample, or shapes that do not fit.</exception>
    public static double Accuracy(this IFederatedModel model, ReadOnlySpan<float> weights, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0)
            throw new ArgumentException("The data set is empty.", nameof(data));
        float[] probabilities = new float[model.LabelCount];
        int correct = 0;
        for (int i = 0; i < data.Count; i++)
        {
            model.Predict(weights, data.Features(i), probabilities);
            if (TensorPrimitives.IndexOfMax(probabilities) == data.Label(i))
                correct++;
        }
        return (double)correct / data.Count;
    }
}
