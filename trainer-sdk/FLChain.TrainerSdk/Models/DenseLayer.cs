using System.Numerics.Tensors;
using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// One fully connected layer, y = W·x + b, over flat parameters: W (outputs × inputs, row-major), then b (outputs).
/// </summary>
internal readonly record struct DenseLayer(int Inputs, int Outputs)
{
    public int ParameterCount => (Inputs * Outputs) + Outputs;

    private int BiasOffset => Inputs * Outputs;

    /// <summary>y (rows × outputs) = x (rows × inputs)·Wᵀ + b.</summary>
    public void Forward(ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, Span<float> y)
    {
        int rows = x.Length / Inputs;
        for (int output = 0; output < Outputs; output++)
        {
            ReadOnlySpan<float> weights = parameters.Slice(output * Inputs, Inputs);
            float bias = parameters[BiasOffset + output];
            for (int row = 0; row < rows; row++)
                y[(row * Outputs) + output] = TensorPrimitives.Dot(weights, x.Slice(row * Inputs, Inputs)) + bias;
        }
    }

    /// <summary>Gradient of the parameters: ∂W = δᵀ·x, ∂b = Σ δ, for δ (rows × outputs) = ∂loss/∂y.</summary>
    public void ParameterGradient(ReadOnlySpan<float> delta, ReadOnlySpan<float> x, Span<float> gradient)
    {
        int rows = x.Length / Inputs;
        gradient.Clear();
        for (int output = 0; output < Outputs; output++)
        {
            Span<float> weights = gradient.Slice(output * Inputs, Inputs);
            for (int row = 0; row < rows; row++)
            {
                float d = delta[(row * Outputs) + output];
                // A hidden unit that was off passes nothing back; about half of them.
                if (d == 0f)
                    continue;
                TensorPrimitives.MultiplyAdd(x.Slice(row * Inputs, Inputs), d, weights, weights);
                gradient[BiasOffset + output] += d;
            }
        }
    }

    /// <summary>∂loss/∂x (rows × inputs) = δ·W.</summary>
    public void InputGradient(ReadOnlySpan<float> parameters, ReadOnlySpan<float> delta, Span<float> inputDelta)
    {
        int rows = inputDelta.Length / Inputs;
        inputDelta.Clear();
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = inputDelta.Slice(row * Inputs, Inputs);
            for (int output = 0; output < Outputs; output++)
            {
                ReadOnlySpan<float> weights = parameters.Slice(output * Inputs, Inputs);
                TensorPrimitives.MultiplyAdd(weights, delta[(row * Outputs) + output], target, target);
            }
        }
    }

    /// <summary>
    /// Uniform weights within ±√(gain / inputs), zero biases. Only exactly rounded operations: every machine draws the
    /// same.
    /// </summary>
    public void Initialize(SeededRandom random, double gain, Span<float> parameters)
    {
        double limit = Math.Sqrt(gain / Inputs);
        for (int i = 0; i < BiasOffset; i++)
            parameters[i] = (float)random.NextBetween(-limit, limit);
        parameters.Slice(BiasOffset, Outputs).Clear();
    }
}
