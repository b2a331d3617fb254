namespace FLChain.Core.Policies;

/// <summary>How the price of a model is divided among its trainers.</summary>
public enum ShareRule
{
    /// <summary>p^j = p · RELY^j/N · RELY^j; what that leaves stays with the federation.</summary>
    Paper,

    /// <summary>In proportion to RELY^j × samples^j, with nothing left over.</summary>
    Contribution,
}
