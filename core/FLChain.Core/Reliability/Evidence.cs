using FLChain.Core.Ledger;

namespace FLChain.Core.Reliability;

/// <summary>
/// What is known of a trainer's conduct: ratings whose weight fades as later ones come, and proven faults, which never
/// fade. A fresh rating weighs <see cref="FreshWeight"/>; each one that follows multiplies the weight of all earlier ones
/// by the policy's memory. With a memory of at most 0.999 no sum outgrows 64 bits, however many ratings come.
/// </summary>
/// <param name="Sum">Ratings in parts per million times their present weights, 0 to 1,000,000 · <paramref name="Weight"/>.</param>
/// <param name="Weight">Present weights together, in thousandths of a rating.</param>
/// <param name="Count">Ratings that were ever given, faded or not.</param>
/// <param name="Faults">Proven faults.</param>
public sealed record Evidence(long Sum, long Weight, int Count, int Faults)
{
    /// <summary>Weight of one rating when it comes.</summary>
    public const int FreshWeight = 1_000;

    /// <summary>No rating yet.</summary>
    public static Evidence None { get; } = new(0, 0, 0, 0);

    /// <summary>With one more rating of 0 to 1,000,000 parts per million that counts for <paramref name="weight"/>; the earlier ones fade once.</summary>
    /// <param name="rating">Parts per million.</param>
    /// <param name="memory">What earlier ratings still count, parts per million.</param>
    /// <param name="weight">1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rating, the memory or the weight is out of range.</exception>
    public Evidence With(int rating, int memory, int weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rating);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rating, Ratio.One);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 10_000);
        var before = Faded(memory);
        var added = (long)weight * FreshWeight;
        return before with { Sum = before.Sum + (rating * added), Weight = before.Weight + added, Count = Count + 1 };
    }

    /// <summary>With one more proven fault.</summary>
    public Evidence WithFault() => this with { Faults = Faults + 1 };

    /// <summary>This, and then what <paramref name="later"/> holds: as many fadings as it has ratings.</summary>
    /// <param name="later">Evidence that came after this.</param>
    /// <param name="memory">What earlier ratings still count, parts per million.</param>
    public Evidence And(Evidence later, int memory)
    {
        ArgumentNullException.ThrowIfNull(later);
        var before = Faded(Ratio.Power(memory, later.Count));
        return new Evidence(before.Sum + later.Sum, before.Weight + later.Weight, Count + later.Count, Faults + later.Faults);
    }

    // The sum is rounded down and the weight up, so that their quotient never exceeds one whole.
    private Evidence Faded(int memory)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(memory, Ratio.One);
        return this with
        {
            Sum = (long)((Int128)Sum * memory / Ratio.One),
            Weight = (long)((((Int128)Weight * memory) + Ratio.One - 1) / Ratio.One),
        };
    }
}
