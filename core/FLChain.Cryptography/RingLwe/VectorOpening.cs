using FLChain.Cryptography.Masking;

namespace FLChain.Cryptography.RingLwe;

// Symbols: G_k = y_k − a_k·s − T·e_k mod q.

/// <summary>Takes the mask off one vector whose seed was revealed, and looks whether what is under it is a quantized gradient.</summary>
internal sealed class VectorOpening(RlweLayout layout, MaskExpansion expansion)
{
    private readonly PackedWords packing = new(layout);
    private readonly WordSlots slots = new(layout);

    /// <param name="packed">y, of words below q.</param>
    /// <param name="values">G, one for each parameter; null unless the opening is honest.</param>
    public SeedOpening Read(ReadOnlyMemory<byte> packed, out int[]? values)
    {
        values = null;
        using var worker = expansion.CreateWorker();
        var buffer = new ulong[layout.Parameters.Degree];
        var read = new long[layout.Vector.ParameterCount];
        ulong q = layout.Parameters.Modulus;
        for (int k = 0; k < layout.PolynomialCount; k++)
        {
            var words = buffer.AsSpan(0, layout.WordsOf(k));
            packing.Read(packed, k, words);
            var mask = worker.Mask(k);
            for (int i = 0; i < words.Length; i++)
                words[i] = Residues.NonNegative(unchecked(words[i] - mask[i]), q);
            if (!slots.TryRead(k, words, 1, read, out int bad))
                return SeedOpening.OutOfRange(bad);
        }
        values = Array.ConvertAll(read, value => (int)value);
        return SeedOpening.Honest;
    }
}
