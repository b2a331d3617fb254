using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FLChain.Cryptography.RingLwe;

/// <summary>
/// AES-256 in counter mode as a source of 64-bit words: block i of stream k is the encryption of (k, i), both 64-bit
/// little-endian; so are the words. Not thread-safe.
/// </summary>
internal sealed class CounterStream : IDisposable
{
    private const int BlockWords = 2;

    private readonly Aes aes = Aes.Create();

    /// <param name="key">32 bytes.</param>
    public CounterStream(ReadOnlySpan<byte> key) => aes.SetKey(key);

    /// <summary>Fills with the words of a stream from one of its blocks on.</summary>
    /// <param name="stream">k.</param>
    /// <param name="firstBlock">i of the first block.</param>
    /// <param name="words">An even number of words.</param>
    public void Fill(long stream, long firstBlock, Span<ulong> words)
    {
        for (int i = 0; i < words.Length; i += BlockWords)
        {
            words[i] = (ulong)stream;
            words[i + 1] = (ulong)(firstBlock + (i / BlockWords));
        }
        var bytes = MemoryMarshal.AsBytes(words);
        aes.EncryptEcb(bytes, bytes, PaddingMode.None);
    }

    public void Dispose() => aes.Dispose();
}
