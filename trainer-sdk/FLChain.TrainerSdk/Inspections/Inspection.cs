using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>
/// A drawn gradient at its author: what the masked gradient on the ledger really holds, and the weights that it was
/// computed from. The author repeats the gradient from its own data and <see cref="Compare"/> tells whether it is that
/// one. Immutable and safe for concurrent use; whoever sees <see cref="Submitted"/> sees the gradient.
/// </summary>
public sealed class Inspection
{
    private const double MicrosPerUnit = 1_000_000;

    private readonly float[] _weights;
    private readonly int[] _values;
    private readonly float[] _submitted;
    private readonly double _clip;
    private readonly double _step;

    internal Inspection(string fid, int iteration, string gradientDigest, float[] weights, int[] values, GradientQuantizer quantizer)
    {
        Fid = fid;
        Iteration = iteration;
        GradientDigest = gradientDigest;
        _weights = weights;
        _values = values;
        _submitted = quantizer.Dequantize([.. values.Select(value => (long)value)], 1);
        _clip = quantizer.ClipMicros / MicrosPerUnit;
        _step = quantizer.Step;
    }

    /// <summary>The model.</summary>
    public string Fid { get; }

    /// <summary>Iteration of the gradient, from 1.</summary>
    public int Iteration { get; }

    /// <summary>SHA-512 of the masked gradient, hex, as it stands on the ledger and in the inspection's accusation.</summary>
    public string GradientDigest { get; }

    /// <summary>The federation's weights before the iteration; one for each parameter.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>SHA-512 of <see cref="Weights"/> as little-endian float32, hex: every partner can say it too.</summary>
    public string WeightsDigest => FloatBytes.Digest(_weights);

    /// <summary>The gradient under the mask in the gradient's units, clipped and rounded as it was submitted; one for each parameter.</summary>
    public ReadOnlySpan<float> Submitted => _submitted;

    /// <summary>Holds a repeated gradient, which is clipped as a submitted one is, against the submitted one.</summary>
    /// <param name="repeated">The gradient from the author's data at <see cref="Weights"/>; one finite value for each parameter.</param>
    /// <exception cref="ArgumentException">Another length, or a value that is not finite; its index is named.</exception>
    public InspectionComparison Compare(ReadOnlySpan<float> repeated)
    {
        if (repeated.Length != _values.Length)
            throw new ArgumentException($"the gradient has {_values.Length} values, not {repeated.Length}", nameof(repeated));
        var (largest, index) = (0.0, 0);
        for (var k = 0; k < repeated.Length; k++)
        {
            if (!float.IsFinite(repeated[k])) throw new ArgumentException($"value {k} of the gradient is {repeated[k]}", nameof(repeated));
            var difference = Math.Abs(Math.Clamp(repeated[k], -_clip, _clip) - (_values[k] * _step));
            if (difference > largest) (largest, index) = (difference, k);
        }

        return new InspectionComparison(largest, largest / _step, index);
    }
}
