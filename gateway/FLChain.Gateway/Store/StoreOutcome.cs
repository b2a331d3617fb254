namespace FLChain.Gateway.Store;

/// <summary>What came of storing a model.</summary>
internal enum StoreOutcome
{
    /// <summary>It is stored now.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Known,

    /// <summary>The bytes do not have the digest; nothing was stored.</summary>
    WrongDigest,

    /// <summary>There are more bytes than allowed; nothing was stored.</summary>
    TooLarge,
}
