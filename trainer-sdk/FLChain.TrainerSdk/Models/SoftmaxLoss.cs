using System.Numerics.Tensors;

namespace FLChain.TrainerSdk.Models;

/// <summary>Softmax and cross-entropy, shifted by the largest score so that nothing overflows.</summary>
internal static class SoftmaxLoss
{
    /// <summary>Turns the scores of one sample into probabilities, in place; returns ln Σ exp(score).</summary>
    public static float Probabilities(Span<float> scores)
    {
        float largest = TensorPrimitives.Max(scores);
        TensorPrimitives.Subtract(scores, largest, scores);
        TensorPrimitives.Exp(scores, scores);
        float sum = TensorPrimitives.Sum(scores);
        TensorPrimitives.Divide(scores, sum, scores);
        return largest + MathF.Log(sum);
    }

    /// <summary>
    /// Turns the scores of a batch into ∂(mean loss)/∂score = (p − 1[label]) / rows, in place; returns the mean loss.
    /// </summary>
    public static float Backward(Span<float> scores, ReadOnlySpan<int> labels)
    {
        int width = scores.Length / labels.Length;
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<float> own = scores.Slice(row * width, width);
            float labelScore = own[labels[row]];
            loss += Probabilities(own) - labelScore;
            own[labels[row]] -= 1f;
        }
        TensorPrimitives.Divide(scores, labels.Length, scores);
        return (float)(loss / labels.Length);
    }
}
