namespace FLChain.Gateway.Index;

/// <summary>What a list of models is sorted by; then by fid.</summary>
internal enum ModelSort
{
    /// <summary>Block in which it was published.</summary>
    Published,

    /// <summary>Block in which it last changed.</summary>
    Changed,

    /// <summary>Price.</summary>
    Price,

    /// <summary>Title, by the order of its characters.</summary>
    Title,
}
