using System.Diagnostics.CodeAnalysis;
using FLChain.Cryptography.Quantization;

namespace FLChain.Cryptography.RingLwe;

/// <summary>Quantized values in the slots of words, and sums of them read back. Immutable and thread-safe.</summary>
internal sealed class WordSlots(RlweLayout layout)
{
    private readonly PackingLayout vector = layout.Vector;

    /// <summary>Adds the values of one ring element to its mask: y_k = mask_k + G_k mod q.</summary>
    /// <param name="polynomial">k.</param>
    /// <param name="values">All values of the vector, in range.</param>
    /// <param name="words">The mask's words, as many as ring element k has.</param>
    public void Add(int polynomial, ReadOnlySpan<int> values, Span<ulong> words)
    {
        ulong q = layout.Parameters.Modulus;
        int next = FirstParameter(polynomial);
        for (int i = 0; i < words.Length; i++)
        {
            ulong packed = 0;
            for (int slot = 0; slot < layout.SlotsPerWord && next < values.Length; slot++, next++)
                packed |= (ulong)(values[next] + vector.Offset) << (slot * layout.SlotBits);
            words[i] = Residues.NonNegative(unchecked(words[i] + packed - q), q);
        }
    }

    /// <summary>
    /// Reads sums of <paramref name="contributors"/> vectors from words below T. Each contributor put 1 … 2^bits − 1 into
    /// a slot and zero into slots after the last parameter.
    /// </summary>
    /// <param name="polynomial">k.</param>
    /// <param name="words">The sums G_k, as many as ring element k has.</param>
    /// <param name="contributors">How many were added.</param>
    /// <param name="sums">All sums of the vector; those of this ring element are written.</param>
    /// <param name="bad">The first parameter that no honest vectors sum to; −1 when the excess is outside all slots.</param>
    public bool TryRead(int polynomial, ReadOnlySpan<ulong> words, int contributors, Span<long> sums, out int bad)
    {
        ulong mask = (1UL << layout.SlotBits) - 1;
        ulong least = (ulong)contributors, most = least * (ulong)(vector.MaxMagnitude + vector.Offset);
        long shift = (long)contributors * vector.Offset;
        int next = FirstParameter(polynomial);
        foreach (ulong word in words)
        {
            ulong rest = word;
            for (int slot = 0; slot < layout.SlotsPerWord && next < sums.Length; slot++, next++)
            {
                ulong value = rest & mask;
                rest >>= layout.SlotBits;
                if (value < least || value > most)
                {
                    bad = next;
                    return false;
                }
                sums[next] = (long)value - shift;
            }
            if (rest != 0)
            {
                bad = -1;
                return false;
            }
        }
        bad = -1;
        return true;
    }

    private int FirstParameter(int polynomial) => polynomial * layout.Parameters.Degree * layout.SlotsPerWord;
}
