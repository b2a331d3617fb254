using FLChain.Core.Ledger;

namespace FLChain.Core.Reliability;

/// <summary>Ratings that were given to a trainer: their sum in parts per million, and how many there were.</summary>
public sealed record Evidence(long Sum, int Count)
{
    /// <summary>No rating yet.</summary>
    public static Evidence None { get; } = new(0, 0);

    /// <summary>With one more rating of 0 to 1,000,000 parts per million, counted <paramref name="weight"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rating or the weight is out of range.</exception>
    public Evidence With(int rating, int weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rating);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rating, Ratio.One);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        return new Evidence(Sum + (long)rating * weight, Count + weight);
    }

    /// <summary>Both together.</summary>
    public Evidence And(Evidence other) => new(Sum + other.Sum, Count + other.Count);
}
