namespace FLChain.Core.Ledger;

/// <summary>Ratios are whole parts per million.</summary>
public static class Ratio
{
    /// <summary>One whole: 1,000,000 parts per million.</summary>
    public const int One = 1_000_000;
}
