using System.Numerics;
using FLChain.Cryptography.Quantization;

namespace FLChain.Cryptography.RingLwe;

/// <summary>
/// How a quantized gradient stands in the coefficients of ring elements, and the mask key in Paillier plaintexts.
/// Everything follows from bits, N, the modulus' length and the number of parameters. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A word holds <see cref="SlotsPerWord"/> parameters in offset-binary, the first in the lowest bits; slots after the
/// last parameter are zero. T = 2^(slots·width) satisfies (2E + 1)·T ≤ q, so that sum and error of a word are told
/// apart exactly.
/// </remarks>
internal sealed class RlweLayout
{
    private RlweLayout(PackingLayout vector, RlweParameters parameters, int sumBound, int slotBits, int slotsPerWord)
    {
        Vector = vector;
        Parameters = parameters;
        SumBound = sumBound;
        SlotBits = slotBits;
        SlotsPerWord = slotsPerWord;
        WordCount = (vector.ParameterCount + slotsPerWord - 1) / slotsPerWord;
        PolynomialCount = (WordCount + parameters.Degree - 1) / parameters.Degree;
        KeyDigitBits = 64 - BitOperations.LeadingZeroCount((ulong)(2 * sumBound) + 1);
        KeyDigitsPerCiphertext = (vector.ModulusBits - 2) / KeyDigitBits;
        KeyCiphertexts = (parameters.Degree + KeyDigitsPerCiphertext - 1) / KeyDigitsPerCiphertext;
    }

    /// <summary>Length, range and number of the vectors.</summary>
    public PackingLayout Vector { get; }

    public RlweParameters Parameters { get; }

    /// <summary>E for N = the most trainers.</summary>
    public int SumBound { get; }

    /// <summary>w: bits + ⌈log₂ N⌉, and one guard bit more where that costs no slot.</summary>
    public int SlotBits { get; }

    public int SlotsPerWord { get; }

    /// <summary>log₂ T.</summary>
    public int PlaintextBits => SlotBits * SlotsPerWord;

    /// <summary>Words of one vector.</summary>
    public int WordCount { get; }

    /// <summary>Ring elements of one vector; the last one is cut off after the last word.</summary>
    public int PolynomialCount { get; }

    /// <summary>Width of a signed digit of the key: ⌈log₂(2E + 2)⌉.</summary>
    public int KeyDigitBits { get; }

    public int KeyDigitsPerCiphertext { get; }

    /// <summary>Paillier ciphertexts of one key.</summary>
    public int KeyCiphertexts { get; }

    /// <summary>Bytes of all words of one vector, packed; the bits after the last word are zero.</summary>
    public long PackedBytes => (((long)WordCount * Parameters.WordBits) + 7) / 8;

    /// <summary>The light set where the layout fits it, else the standard set, which every layout fits.</summary>
    public static RlweLayout For(PackingLayout vector) => TryFit(vector, RlweParameters.Light) ?? TryFit(vector, RlweParameters.Standard)
        ?? throw new ArgumentException("No word has room for one parameter.", nameof(vector));

    /// <summary>Words of ring element k.</summary>
    public int WordsOf(int polynomial) => Math.Min(Parameters.Degree, WordCount - (polynomial * Parameters.Degree));

    /// <summary>The layout under one parameter set, or null when a word has no room for one parameter.</summary>
    internal static RlweLayout? TryFit(PackingLayout vector, RlweParameters parameters)
    {
        int sumBound = RlweParameters.SumBound(vector.MaxTrainers);
        int plaintextBits = BitOperations.Log2(parameters.Modulus / (ulong)((2 * sumBound) + 1));
        int slotBits = vector.Bits + BitOperations.Log2((uint)vector.MaxTrainers) + (BitOperations.IsPow2(vector.MaxTrainers) ? 0 : 1);
        int slots = plaintextBits / slotBits;
        if (slots == 0)
            return null;
        int guarded = (slotBits + 1) * slots <= plaintextBits ? slotBits + 1 : slotBits;
        return new RlweLayout(vector, parameters, sumBound, guarded, slots);
    }
}
