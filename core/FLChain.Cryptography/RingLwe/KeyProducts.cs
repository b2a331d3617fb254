using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FLChain.Cryptography.RingLwe;

/// <summary>Products of ring elements with one key s, whose transform is kept until disposal. Safe for concurrent use until then.</summary>
internal sealed class KeyProducts : IDisposable
{
    private readonly NegacyclicTransform transform;
    private readonly ulong[] words;
    private readonly ulong[] quotients;

    /// <param name="parameters">The ring.</param>
    /// <param name="key">n coefficients of magnitude below q.</param>
    public KeyProducts(RlweParameters parameters, ReadOnlySpan<long> key)
    {
        transform = NegacyclicTransform.For(parameters);
        words = GC.AllocateUninitializedArray<ulong>(parameters.Degree, pinned: true);
        quotients = GC.AllocateUninitializedArray<ulong>(parameters.Degree, pinned: true);
        for (int i = 0; i < words.Length; i++)
            words[i] = Residues.NonNegative(unchecked((ulong)key[i]), parameters.Modulus);
        transform.Forward(words);
        transform.Quotients(words, quotients);
    }

    /// <summary>a ← a·s.</summary>
    /// <param name="a">A ring element in the transform domain; its coefficients below q after.</param>
    public void Multiply(Span<ulong> a)
    {
        transform.MultiplyBy(a, words, quotients);
        transform.Inverse(a);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(quotients.AsSpan()));
    }
}
