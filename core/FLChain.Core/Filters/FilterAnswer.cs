namespace FLChain.Core.Filters;

/// <summary>What a <see cref="ModelFilter"/> says of a model.</summary>
public enum FilterAnswer
{
    /// <summary>In neither filter: certainly not for sale and in no judgment.</summary>
    Neither,

    /// <summary>For sale, but for the rate of wrong yeses.</summary>
    OnSale,

    /// <summary>In judging, but for the rate of wrong yeses.</summary>
    InJudging,

    /// <summary>Both filters say yes, and one of them is wrong: ask the ledger.</summary>
    Ambiguous,
}
