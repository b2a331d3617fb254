namespace FLChain.TrainerSdk.Inspections;

/// <summary>How far a repeated gradient is from the submitted one.</summary>
/// <param name="LargestDifference">Largest difference of two values, in the gradient's units, at least 0.</param>
/// <param name="LargestDifferenceInSteps">The same in steps of the quantization.</param>
/// <param name="Index">Parameter at which it is, from 0.</param>
public sealed record InspectionComparison(double LargestDifference, double LargestDifferenceInSteps, int Index)
{
    /// <summary>
    /// Largest difference, in steps, of a gradient that was honestly repeated: at most half a step that rounding took off,
    /// at most half a step that earlier rounding brought in, and as much again for floating point on another machine.
    /// </summary>
    public const double ToleranceInSteps = 1.5;

    /// <summary>Whether the submitted gradient is the repeated one.</summary>
    public bool Holds => LargestDifferenceInSteps <= ToleranceInSteps;
}
