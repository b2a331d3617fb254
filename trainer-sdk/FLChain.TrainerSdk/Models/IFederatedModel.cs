using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// What federated training needs of a model: weights and gradients as flat arrays in one fixed order. Implementations
/// hold the shape only, never weights, and are safe for concurrent use. Small enough to adapt another framework to.
/// </summary>
public interface IFederatedModel
{
    /// <summary>Features of a sample.</summary>
    int FeatureCount { get; }

    /// <summary>Number of labels.</summary>
    int LabelCount { get; }

    /// <summary>Length of weights and gradients.</summary>
    int ParameterCount { get; }

    /// <summary>The shape in words, which <see cref="ModelDescription.Parse"/> reads back where the model is built in.</summary>
    string Describe();

    /// <summary>Draws the initial weights: the same on every machine for the same seed.</summary>
    /// <param name="seed">32 bytes, as the group key gives them.</param>
    /// <returns><see cref="ParameterCount"/> finite values.</returns>
    /// <exception cref="ArgumentException">A seed of another length.</exception>
    float[] InitialWeights(ReadOnlySpan<byte> seed);

    /// <summary>Computes the mean gradient of the loss over a batch.</summary>
    /// <param name="weights"><see cref="ParameterCount"/> values.</param>
    /// <param name="batch">Samples with this model's features and labels.</param>
    /// <param name="gradient">Receives <see cref="ParameterCount"/> values; what it held does not matter.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">Lengths or shapes that do not fit.</exception>
    float Gradient(ReadOnlySpan<float> weights, Batch batch, Span<float> gradient);

    /// <summary>Computes the probability of each label for one sample.</summary>
    /// <param name="weights"><see cref="ParameterCount"/> values.</param>
    /// <param name="features"><see cref="FeatureCount"/> values.</param>
    /// <param name="probabilities">Receives <see cref="LabelCount"/> values that sum to 1.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    void Predict(ReadOnlySpan<float> weights, ReadOnlySpan<float> features, Span<float> probabilities);

    /// <summary>Writes the trained model as an ONNX file: the same weights give the same bytes.</summary>
    /// <param name="weights"><see cref="ParameterCount"/> finite values.</param>
    /// <exception cref="ArgumentException">Another length, or a weight that is not finite.</exception>
    byte[] ExportOnnx(ReadOnlySpan<float> weights);
}
