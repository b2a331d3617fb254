using System.Security.Cryptography;
using FLChain.Core.Records;

namespace FLChain.Core.Filters;

/// <summary>
/// DDCBF (paper, section IV.B and Fig. 3): a dual filter of the models in judging beside a dual filter of the models for
/// sale. It saves the look-up of a model's status; the contract checks every purchase all the same. One writer at a
/// time; <see cref="Ask"/> needs no lock.
/// </summary>
public sealed class ModelFilter
{
    private const int OnSaleFamily = 0;
    private const int InJudgingFamily = 2;

    private readonly byte[] _seed;

    /// <summary>An empty filter.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ModelFilter(FilterOptions? options = null)
    {
        options ??= new FilterOptions();
        options.Validate();
        _seed = options.Seed.ToArray();
        OnSale = new DualCountingFilter(options.Bytes / 2, OnSaleFamily, options.Hashes);
        InJudging = new DualCountingFilter(options.Bytes / 2, InJudgingFamily, options.Hashes);
    }

    /// <summary>The models for sale.</summary>
    public DualCountingFilter OnSale { get; }

    /// <summary>The problematic models still in judging.</summary>
    public DualCountingFilter InJudging { get; }

    /// <summary>What the filters say of a model. While it is moved from one to the other the answer may be <see cref="FilterAnswer.Ambiguous"/>, never <see cref="FilterAnswer.Neither"/>.</summary>
    public FilterAnswer Ask(string fid)
    {
        ArgumentNullException.ThrowIfNull(fid);
        var hash = FilterHash.Of(_seed, fid);

        // The writer puts a model in before it takes it out: looking in the same order, at least one of the two is seen.
        var onSale = OnSale.MayContain(hash);
        var inJudging = InJudging.MayContain(hash);
        if (!onSale && !inJudging) onSale = OnSale.MayContain(hash);
        return (onSale, inJudging) switch
        {
            (true, true) => FilterAnswer.Ambiguous,
            (true, false) => FilterAnswer.OnSale,
            (false, true) => FilterAnswer.InJudging,
            (false, false) => FilterAnswer.Neither,
        };
    }

    /// <summary>
    /// A model's status has changed: into the filter of the new status, out of that of the old. A new model comes from
    /// <see cref="ModelStatus.Unavailable"/>, which no filter holds.
    /// </summary>
    /// <returns>
    /// False, and nothing is changed, when the filter of the old status certainly does not hold the model. Where it
    /// wrongly says yes that cannot be seen: who calls this knows from the index what it has added.
    /// </returns>
    public bool TryMove(string fid, ModelStatus from, ModelStatus to)
    {
        ArgumentNullException.ThrowIfNull(fid);
        var hash = FilterHash.Of(_seed, fid);
        var (source, target) = (Of(from), Of(to));
        if (source is not null && (source.Count == 0 || !source.MayContain(hash))) return false;
        if (from == to) return true;
        target?.Add(hash);
        return source is null || source.TryRemove(hash);
    }

    /// <summary>SHA-512 over all counters: equal filters have equal digests. 64 bytes.</summary>
    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (var filter in new[] { OnSale, InJudging })
        {
            hash.AppendData(filter.FirstBytes);
            hash.AppendData(filter.SecondBytes);
        }

        return hash.GetHashAndReset();
    }

    private DualCountingFilter? Of(ModelStatus status) => status switch
    {
        ModelStatus.Onsale => OnSale,
        ModelStatus.Problematic => InJudging,
        ModelStatus.Unavailable => null,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
