namespace FLChain.Cryptography.RingLwe;

/// <summary>Working memory of one thread for public words.</summary>
internal sealed class WordBuffer(int words) : IDisposable
{
    public ulong[] Words { get; } = new ulong[words];

    public void Dispose()
    {
        // Public words: nothing to erase.
    }
}
