namespace FLChain.Core.Filters;

/// <summary>
/// A counting Bloom filter over one hash family: m counters of four bits, two to a byte. A counter that has reached 15 has
/// lost count and stays there for ever: it may answer yes where no is right, never no where yes is. One writer at a
/// time; readers need no lock.
/// </summary>
internal sealed class CountingFilter
{
    /// <summary>What a counter holds at most.</summary>
    public const int Saturated = 15;

    private readonly byte[] _counters;
    private readonly ulong _mask;
    private readonly int _family;
    private readonly int _hashes;

    /// <param name="bytes">A power of two; there are twice as many counters.</param>
    /// <param name="family">The hash family, 0 to <see cref="FilterHash.Families"/> − 1.</param>
    /// <param name="hashes">k, counters for each element.</param>
    public CountingFilter(int bytes, int family, int hashes)
    {
        _counters = new byte[bytes];
        _mask = (2UL * (ulong)bytes) - 1;
        _family = family;
        _hashes = hashes;
    }

    public long Counters => 2L * _counters.Length;

    public int SaturatedCounters { get; private set; }

    public ReadOnlySpan<byte> Bytes => _counters;

    public bool MayContain(in FilterHash hash)
    {
        var (at, step) = hash[_family];
        for (var i = 0; i < _hashes; i++, at = unchecked(at + step))
            if (Read(at & _mask) == 0)
                return false;
        return true;
    }

    public void Add(in FilterHash hash)
    {
        var (at, step) = hash[_family];
        for (var i = 0; i < _hashes; i++, at = unchecked(at + step))
        {
            var count = Read(at & _mask);
            if (count == Saturated) continue;
            Write(at & _mask, count + 1);
            if (count + 1 == Saturated) SaturatedCounters++;
        }
    }

    /// <summary>Takes out what <see cref="MayContain"/> answers yes for.</summary>
    public void Remove(in FilterHash hash)
    {
        var (at, step) = hash[_family];
        for (var i = 0; i < _hashes; i++, at = unchecked(at + step))
        {
            var count = Read(at & _mask);
            if (count is > 0 and < Saturated) Write(at & _mask, count - 1);
        }
    }

    private int Read(ulong counter) => (_counters[counter >> 1] >> Shift(counter)) & 0x0F;

    private void Write(ulong counter, int count)
    {
        ref var pair = ref _counters[counter >> 1];
        pair = (byte)((pair & ~(0x0F << Shift(counter))) | (count << Shift(counter)));
    }

    private static int Shift(ulong counter) => (int)(counter & 1) * 4;
}
