namespace FLChain.Core.Filters;

/// <summary>
/// DCBF, a dual counting Bloom filter (paper, Fig. 3): two counting filters of the same size with independent hash
/// families. An element is in it when both say so. One writer at a time; readers need no lock.
/// </summary>
public sealed class DualCountingFilter
{
    private readonly CountingFilter _one;
    private readonly CountingFilter _two;
    private readonly int _hashes;

    internal DualCountingFilter(int bytes, int firstFamily, int hashes)
    {
        _one = new CountingFilter(bytes / 2, firstFamily, hashes);
        _two = new CountingFilter(bytes / 2, firstFamily + 1, hashes);
        _hashes = hashes;
    }

    /// <summary>Elements in it now.</summary>
    public long Count { get; private set; }

    /// <summary>Counters of each of the two filters.</summary>
    public long CountersPerFilter => _one.Counters;

    /// <summary>Counters that have lost count; while there is none, adding and removing leave exactly what was there before.</summary>
    public int SaturatedCounters => _one.SaturatedCounters + _two.SaturatedCounters;

    /// <summary>The rate of wrong yeses to expect now; see <see cref="ExpectedRate"/>.</summary>
    public decimal ExpectedFalsePositives => ExpectedRate(Count, CountersPerFilter, _hashes);

    /// <summary>
    /// The probability that an element which was never added is found in both filters:
    /// ((1 − (1 − 1/m)^(k·n))^k)², for n elements, m counters in each filter and k hashes in each family.
    /// </summary>
    /// <param name="elements">n, 0 or more.</param>
    /// <param name="counters">m, 2 or more.</param>
    /// <param name="hashes">k, 1 or more.</param>
    /// <returns>0 to 1, to about 28 decimals.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static decimal ExpectedRate(long elements, long counters, int hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        ArgumentOutOfRangeException.ThrowIfLessThan(counters, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hashes);
        var untouched = Power(1m - (1m / counters), elements * hashes);
        return Power(1m - untouched, 2L * hashes);
    }

    internal ReadOnlySpan<byte> FirstBytes => _one.Bytes;

    internal ReadOnlySpan<byte> SecondBytes => _two.Bytes;

    internal bool MayContain(in FilterHash hash) => _one.MayContain(hash) && _two.MayContain(hash);

    internal void Add(in FilterHash hash)
    {
        _one.Add(hash);
        _two.Add(hash);
        Count++;
    }

    internal bool TryRemove(in FilterHash hash)
    {
        if (Count == 0 || !MayContain(hash)) return false;
        _one.Remove(hash);
        _two.Remove(hash);
        Count--;
        return true;
    }

    private static decimal Power(decimal number, long exponent)
    {
        var result = 1m;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1) result *= number;
            number *= number;
        }

        return result;
    }
}
