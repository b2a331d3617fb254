namespace FLChain.Cryptography.Quantization;

/// <summary>
/// Turns gradients into whole numbers and sums of them back: clip to ±clip, scale by (2^(bits−1) − 1) / clip, round
/// half to even. The arithmetic is IEEE 754 double precision, in one fixed order, so every
/// machine gives the same. Immutable and safe for concurrent use.
/// </summary>
public sealed class GradientQuantizer
{
    /// <summary>Largest clip, in micros: a gradient of ±1,000,000.</summary>
    public const long MaxClipMicros = 1_000_000_000_000;

    private const double MicrosPerUnit = 1_000_000;
    private readonly double clip;

    /// <summary>Defines a quantizer.</summary>
    /// <param name="layout">Gives bits and length.</param>
    /// <param name="clipMicros">The clip in millionths: 1,000,000 stands for ±1.0; 1 to <see cref="MaxClipMicros"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clip is outside its range.</exception>
    public GradientQuantizer(PackingLayout layout, long clipMicros)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(clipMicros, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clipMicros, MaxClipMicros);
        Layout = layout;
        ClipMicros = clipMicros;
        clip = clipMicros / MicrosPerUnit;
    }

    /// <summary>The layout that quantized vectors are packed with.</summary>
    public PackingLayout Layout { get; }

    /// <summary>The clip in millionths.</summary>
    public long ClipMicros { get; }

    /// <summary>What one quantized unit stands for: clip / (2^(bits−1) − 1).</summary>
    public double Step => clip / Layout.MaxMagnitude;

    /// <summary>Quantizes one gradient.</summary>
    /// <param name="gradient">As many finite values as the layout has parameters.</param>
    /// <returns>Values within ±<see cref="PackingLayout.MaxMagnitude"/>.</returns>
    /// <exception cref="ArgumentException">Another length, or a value that is NaN or infinite; its index is named.</exception>
    public int[] Quantize(ReadOnlySpan<float> gradient)
    {
        CheckLength(gradient.Length, nameof(gradient));
        int[] quantized = new int[gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            CheckFinite(gradient[i], i);
            quantized[i] = QuantizeOne(gradient[i]);
        }
        return quantized;
    }

    /// <summary>Turns sums of quantized values into sums of gradients; the caller divides for the mean.</summary>
    /// <param name="sums">As <see cref="PackingLayout.TryUnpackSum"/> gives them.</param>
    /// <param name="contributors">How many vectors were added.</param>
    /// <exception cref="ArgumentException">
    /// Another length, or a sum that this many contributors cannot have; its index is named.
    /// </exception>
    public float[] Dequantize(ReadOnlySpan<long> sums, int contributors)
    {
        CheckLength(sums.Length, nameof(sums));
        ArgumentOutOfRangeException.ThrowIfLessThan(contributors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contributors, Layout.MaxTrainers);
        long most = (long)contributors * Layout.MaxMagnitude;
        float[] gradient = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            if (sums[i] > most || sums[i] < -most)
                throw new ArgumentException($"Sum {i} is outside ±{most}.", nameof(sums));
            gradient[i] = (float)DequantizeOne(sums[i]);
        }
        return gradient;
    }

    internal void CheckLength(int length, string parameter)
    {
        if (length != Layout.ParameterCount)
            throw new ArgumentException($"The layout is for {Layout.ParameterCount} values, not {length}.", parameter);
    }

    internal static void CheckFinite(float value, int index)
    {
        if (!float.IsFinite(value))
            throw new ArgumentException($"Gradient value {index} is {value}.", nameof(value));
    }

    internal int QuantizeOne(double value) =>
        (int)Math.Round(Math.Clamp(value, -clip, clip) * Layout.MaxMagnitude / clip, MidpointRounding.ToEven);

    internal double Clip(double value) => Math.Clamp(value, -clip, clip);

    internal double DequantizeOne(long value) => value * clip / Layout.MaxMagnitude;
}
