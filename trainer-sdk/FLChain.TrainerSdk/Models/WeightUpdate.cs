namespace FLChain.TrainerSdk.Models;

/// <summary>The one step of stochastic gradient descent that every trainer takes with the same sum.</summary>
public static class WeightUpdate
{
    /// <summary>
    /// weights ← weights − learningRate · sum / contributors, computed value by value in double precision and rounded
    /// once: every machine gets the same bits, which the trainers rely on when they attest the finished model.
    /// </summary>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradientSum">The sum of the contributors' gradients; as long as the weights.</param>
    /// <param name="contributors">How many gradients were added, at least 1.</param>
    /// <param name="learningRate">Positive and finite.</param>
    /// <exception cref="ArgumentException">Lengths that differ, or a number out of range.</exception>
    public static void Apply(Span<float> weights, ReadOnlySpan<float> gradientSum, int contributors, double learningRate)
    {
        if (weights.Length != gradientSum.Length)
            throw new ArgumentException($"{gradientSum.Length} gradient values do not fit {weights.Length} weights.", nameof(gradientSum));
        ArgumentOutOfRangeException.ThrowIfLessThan(contributors, 1);
        if (!(learningRate > 0 && double.IsFinite(learningRate)))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is positive and finite.");
        // Scalar on purpose: vector forms may fuse multiply and add on one machine and not on another.
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(weights[i] - (learningRate * (gradientSum[i] / (double)contributors)));
    }
}
