using System.Numerics.Tensors;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models.Onnx;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// A perceptron with one hidden layer of rectified units, softmax, cross-entropy. Parameters: W₁ (hidden × features,
/// row-major), b₁, W₂ (labels × hidden), b₂.
/// </summary>
public sealed class MultilayerPerceptron : IFederatedModel
{
    // He et al. 2015, in uniform form: variance 2 / inputs before rectified units; 1 / inputs before the softmax.
    private const double HiddenGain = 6;
    private const double OutputGain = 3;
    private readonly DenseLayer first;
    private readonly DenseLayer second;

    /// <summary>Defines the shape.</summary>
    /// <param name="featureCount">1 to <see cref="ModelDescription.MaxFeatures"/>.</param>
    /// <param name="hiddenCount">1 to <see cref="ModelDescription.MaxHidden"/>.</param>
    /// <param name="labelCount">2 to <see cref="ModelDescription.MaxLabels"/>.</param>
    /// <exception cref="ArgumentException">A number out of range, or too many parameters.</exception>
    public MultilayerPerceptron(int featureCount, int hiddenCount, int labelCount)
    {
        ModelDescription.CheckFeatures(featureCount);
        ModelDescription.CheckHidden(hiddenCount);
        ModelDescription.CheckLabels(labelCount);
        ModelDescription.CheckParameters((((long)featureCount + 1) * hiddenCount) + (((long)hiddenCount + 1) * labelCount));
        first = new DenseLayer(featureCount, hiddenCount);
        second = new DenseLayer(hiddenCount, labelCount);
        ParameterCount = first.ParameterCount + second.ParameterCount;
    }

    /// <inheritdoc/>
    public int FeatureCount => first.Inputs;

    /// <summary>Number of hidden units.</summary>
    public int HiddenCount => first.Outputs;

    /// <inheritdoc/>
    public int LabelCount => second.Outputs;

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <summary>For example <c>mlp 784x32x10</c>.</summary>
    public string Describe() => $"mlp {FeatureCount}x{HiddenCount}x{LabelCount}";

    /// <inheritdoc/>
    public float[] InitialWeights(ReadOnlySpan<byte> seed)
    {
        float[] weights = new float[ParameterCount];
        SeededRandom random = ModelShape.OpenSeed(this, seed);
        first.Initialize(random, HiddenGain, weights);
        second.Initialize(random, OutputGain, weights.AsSpan(first.ParameterCount));
        return weights;
    }

    /// <inheritdoc/>
    public float Gradient(ReadOnlySpan<float> weights, Batch batch, Span<float> gradient)
    {
        ModelShape.CheckGradient(this, weights, batch, gradient);
        ReadOnlySpan<float> secondWeights = weights[first.ParameterCount..];
        float[] hidden = new float[batch.Count * HiddenCount];
        float[] scores = new float[batch.Count * LabelCount];
        first.Forward(weights, batch.Features, hidden);
        Rectify(hidden);
        second.Forward(secondWeights, hidden, scores);

        float loss = SoftmaxLoss.Backward(scores, batch.Labels);
        second.ParameterGradient(scores, hidden, gradient[first.ParameterCount..]);
        float[] hiddenDelta = new float[hidden.Length];
        second.InputGradient(secondWeights, scores, hiddenDelta);
        for (int i = 0; i < hidden.Length; i++)
        {
            if (hidden[i] == 0f)
                hiddenDelta[i] = 0f;
        }
        first.ParameterGradient(hiddenDelta, batch.Features, gradient[..first.ParameterCount]);
        return loss;
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> weights, ReadOnlySpan<float> features, Span<float> probabilities)
    {
        ModelShape.CheckPrediction(this, weights, features, probabilities);
        float[] hidden = new float[HiddenCount];
        first.Forward(weights, features, hidden);
        Rectify(hidden);
        second.Forward(weights[first.ParameterCount..], hidden, probabilities);
        SoftmaxLoss.Probabilities(probabilities);
    }

    /// <inheritdoc/>
    public byte[] ExportOnnx(ReadOnlySpan<float> weights)
    {
        ModelShape.CheckWeights(this, weights);
        return OnnxModelWriter.Write(Describe(), [first, second], weights);
    }

    private static void Rectify(Span<float> values) => TensorPrimitives.Max(values, 0f, values);
}
