namespace FLChain.Core.Records;

/// <summary>Whether a model may be bought (paper, Table II).</summary>
public enum ModelStatus
{
    /// <summary>Not for sale.</summary>
    Unavailable,

    /// <summary>For sale.</summary>
    Onsale,

    /// <summary>A judgment is pending; cannot be bought.</summary>
    Problematic,
}
