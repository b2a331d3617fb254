using FLChain.Core.Ledger;

namespace FLChain.Core.Reliability;

/// <summary>
/// What many raters say of one trainer as one rating. At each end ⌊n · part⌋ ratings are cut off, but never so many that
/// none is left; the rest is averaged, rounded down. With a part of one half it is the median: as long as fewer than
/// half of the raters lie, it stays between the least and the greatest honest rating, whatever the liars say.
/// </summary>
public static class TrimmedMean
{
    /// <summary>How many of <paramref name="count"/> ratings are cut off at each end.</summary>
    /// <param name="count">1 or more.</param>
    /// <param name="trimPart">0 to 500,000 parts per million.</param>
    public static int Cut(int count, int trimPart)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(trimPart);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trimPart, Ratio.One / 2);
        return Math.Min((int)((long)count * trimPart / Ratio.One), (count - 1) / 2);
    }

    /// <summary>The trimmed mean, or null when there are no ratings.</summary>
    /// <param name="ratings">In any order, each 0 to 1,000,000 parts per million.</param>
    /// <param name="trimPart">0 to 500,000 parts per million.</param>
    public static int? Of(IReadOnlyCollection<int> ratings, int trimPart)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (ratings.Count == 0) return null;
        var cut = Cut(ratings.Count, trimPart);
        var kept = ratings.Order().Skip(cut).Take(ratings.Count - (2 * cut)).ToArray();
        return (int)(kept.Sum(rating => (long)rating) / kept.Length);
    }
}
