using System.Security.Cryptography;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.RingLwe;

/// <summary>
/// The public ring elements a_k of an iteration, drawn in the transform domain, the same for all trainers: words of
/// ⌈log₂ q⌉ bits from AES-256 in counter mode under a public key that the iteration gives; words of q or more are left
/// out. Not thread-safe.
/// </summary>
internal sealed class PublicPolynomials : IDisposable
{
    private const string Protocol = "flchain/rlwe/public/v1";
    private const int SpareWords = 64;

    private readonly CounterStream stream;
    private readonly RlweParameters parameters;
    private readonly ulong[] spare = new ulong[SpareWords];

    /// <param name="parameters">The ring.</param>
    /// <param name="context">Of the iteration; author and phase do not matter.</param>
    public PublicPolynomials(RlweParameters parameters, ProofContext context)
    {
        this.parameters = parameters;
        stream = new CounterStream(KeyOf(context));
    }

    /// <summary>a_k in the transform domain, each word below q.</summary>
    /// <param name="k">Index of the ring element.</param>
    /// <param name="words">Receives n words.</param>
    public void Fill(int k, Span<ulong> words)
    {
        stream.Fill(k, 0, words);
        int kept = Keep(words, words);
        long block = words.Length / 2;
        while (kept < words.Length)
        {
            stream.Fill(k, block, spare);
            block += SpareWords / 2;
            int more = Keep(spare, spare);
            int taken = Math.Min(more, words.Length - kept);
            spare.AsSpan(0, taken).CopyTo(words[kept..]);
            kept += taken;
        }
    }

    public void Dispose() => stream.Dispose();

    // Moves the words below q to the front; they are public, so branches may depend on them.
    private int Keep(ReadOnlySpan<ulong> drawn, Span<ulong> target)
    {
        ulong mask = (1UL << parameters.WordBits) - 1, modulus = parameters.Modulus;
        int kept = 0;
        foreach (ulong word in drawn)
        {
            ulong candidate = word & mask;
            if (candidate < modulus)
                target[kept++] = candidate;
        }
        return kept;
    }

    private static byte[] KeyOf(ProofContext context)
    {
        using var transcript = new Transcript(Protocol);
        transcript.Append("channel", context.Channel);
        transcript.Append("fid", context.Fid);
        transcript.Append("iteration", context.Iteration);
        transcript.Append("attempt", context.Attempt);
        return transcript.Digest()[..(256 / 8)];
    }
}
