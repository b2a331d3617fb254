using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models.Onnx;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// Multinomial logistic regression: one fully connected layer, softmax, cross-entropy. Parameters: W (labels ×
/// features, row-major), then the biases.
/// </summary>
public sealed class SoftmaxRegression : IFederatedModel
{
    // Small against a trained model, yet secret and different for each federation: the key under which the finished
    // model is sold comes from the weights.
    private const double InitialGain = 0.03;
    private readonly DenseLayer layer;

    /// <summary>Defines the shape.</summary>
    /// <param name="featureCount">1 to <see cref="ModelDescription.MaxFeatures"/>.</param>
    /// <param name="labelCount">2 to <see cref="ModelDescription.MaxLabels"/>.</param>
    /// <exception cref="ArgumentException">A number out of range, or too many parameters.</exception>
    public SoftmaxRegression(int featureCount, int labelCount)
    {
        ModelDescription.CheckFeatures(featureCount);
        ModelDescription.CheckLabels(labelCount);
        ModelDescription.CheckParameters(((long)featureCount + 1) * labelCount);
        layer = new DenseLayer(featureCount, labelCount);
        ParameterCount = layer.ParameterCount;
    }

    /// <inheritdoc/>
    public int FeatureCount => layer.Inputs;

    /// <inheritdoc/>
    public int LabelCount => layer.Outputs;

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <summary>For example <c>softmax 784x10</c>.</summary>
    public string Describe() => $"softmax {FeatureCount}x{LabelCount}";

    /// <inheritdoc/>
    public float[] InitialWeights(ReadOnlySpan<byte> seed)
    {
        float[] weights = new float[ParameterCount];
        layer.Initialize(ModelShape.OpenSeed(this, seed), InitialGain, weights);
        return weights;
    }

    /// <inheritdoc/>
    public float Gradient(ReadOnlySpan<float> weights, Batch batch, Span<float> gradient)
    {
        ModelShape.CheckGradient(this, weights, batch, gradient);
        float[] scores = new float[batch.Count * LabelCount];
        layer.Forward(weights, batch.Features, scores);
        float loss = SoftmaxLoss.Backward(scores, batch.Labels);
        layer.ParameterGradient(scores, batch.Features, gradient);
        return loss;
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> weights, ReadOnlySpan<float> features, Span<float> probabilities)
    {
        ModelShape.CheckPrediction(this, weights, features, probabilities);
        layer.Forward(weights, features, probabilities);
        SoftmaxLoss.Probabilities(probabilities);
    }

    /// <inheritdoc/>
    public byte[] ExportOnnx(ReadOnlySpan<float> weights)
    {
        ModelShape.CheckWeights(this, weights);
        return OnnxModelWriter.Write(Describe(), [layer], weights);
    }
}
