using System.Buffers.Binary;

namespace FLChain.Cryptography.Quantization;

/// <summary>
/// Carries what rounding lost into the next gradient (error feedback, Seide et al., Interspeech 2014), so that small
/// steady gradients are not rounded away. What clipping cut off is not carried: the clip bounds a trainer's influence.
/// </summary>
/// <remarks>
/// <see cref="Quantize"/> only stages the new residue; <see cref="Accept"/> adopts it once the submission stands on the
/// ledger. A gradient quantized again, after a crash or a refused submission, starts from the same residue and gives
/// the same numbers. The residue tells low-order bits of the last gradient: keep its saved form as private as the
/// data. Not safe for concurrent use.
/// </remarks>
public sealed class ErrorFeedback
{
    private const uint Magic = 0x31464546; // "FEF1", little-endian
    private const int HeaderBytes = 8;
    private float[] residue;
    private float[]? staged;

    /// <summary>Starts without a residue.</summary>
    /// <param name="parameterCount">Length of the gradients, at least 1.</param>
    public ErrorFeedback(int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameterCount, 1);
        residue = new float[parameterCount];
    }

    private ErrorFeedback(float[] residue) => this.residue = residue;

    /// <summary>The adopted residue, in units of the gradient.</summary>
    public ReadOnlySpan<float> Residue => residue;

    /// <summary>Quantizes a gradient with the adopted residue added, and stages the residue that this leaves.</summary>
    /// <param name="quantizer">The quantizer; of this instance's length.</param>
    /// <param name="gradient">Finite values.</param>
    /// <exception cref="ArgumentException">Another length, or a value that is NaN or infinite; its index is named.</exception>
    public int[] Quantize(GradientQuantizer quantizer, ReadOnlySpan<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(quantizer);
        quantizer.CheckLength(gradient.Length, nameof(gradient));
        quantizer.CheckLength(residue.Length, nameof(quantizer));
        int[] quantized = new int[gradient.Length];
        float[] next = new float[gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            GradientQuantizer.CheckFinite(gradient[i], i);
            double compensated = quantizer.Clip((double)gradient[i] + residue[i]);
            quantized[i] = quantizer.QuantizeOne(compensated);
            next[i] = (float)(compensated - quantizer.DequantizeOne(quantized[i]));
        }
        staged = next;
        return quantized;
    }

    /// <summary>Adopts the residue of the last <see cref="Quantize"/>; without one, does nothing.</summary>
    public void Accept()
    {
        residue = staged ?? residue;
        staged = null;
    }

    /// <summary>The adopted residue as bytes: magic, count, values, all little-endian.</summary>
    public byte[] Save() => ToBytes(residue);

    /// <summary>The residue as it will be after <see cref="Accept"/>, in the form of <see cref="Save()"/>.</summary>
    public byte[] SaveStaged() => ToBytes(staged ?? residue);

    private static byte[] ToBytes(float[] residue)
    {
        byte[] state = new byte[HeaderBytes + (sizeof(float) * residue.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(state, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(4), residue.Length);
        for (int i = 0; i < residue.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(state.AsSpan(HeaderBytes + (sizeof(float) * i)), residue[i]);
        return state;
    }

    /// <summary>Continues from what <see cref="Save"/> gave.</summary>
    /// <param name="state">The bytes.</param>
    /// <param name="parameterCount">The length that the gradients have.</param>
    /// <exception cref="InvalidDataException">Not such bytes, of another length, or with a value that is not finite.</exception>
    public static ErrorFeedback Restore(ReadOnlySpan<byte> state, int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameterCount, 1);
        if (state.Length != HeaderBytes + ((long)sizeof(float) * parameterCount)
            || BinaryPrimitives.ReadUInt32LittleEndian(state) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(state[4..]) != parameterCount)
        {
            throw new InvalidDataException($"Not the saved residue of {parameterCount} parameters.");
        }
        float[] residue = new float[parameterCount];
        for (int i = 0; i < residue.Length; i++)
        {
            residue[i] = BinaryPrimitives.ReadSingleLittleEndian(state[(HeaderBytes + (sizeof(float) * i))..]);
            if (!float.IsFinite(residue[i]))
                throw new InvalidDataException($"Residue {i} is {residue[i]}.");
        }
        return new ErrorFeedback(residue);
    }
}
