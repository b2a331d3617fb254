namespace FLChain.Gateway.Store;

/// <summary>
/// Where encrypted models are kept, by the SHA-512 digest of their bytes. What is in it can be opened by nobody who has not
/// bought it. What a federation has not attested yet is on offer: one file of each member, until it attests one of them.
/// Safe for concurrent use.
/// </summary>
internal interface IModelStore
{
    /// <summary>Models of which files are on offer.</summary>
    IReadOnlyList<string> Offered { get; }

    /// <summary>Stores bytes under their digest; storing them again changes nothing, unless what is there was damaged.</summary>
    /// <param name="digest">SHA-512, lower-case hex.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxBytes">Most of them.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    Task<StoreOutcome> PutAsync(string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Stores bytes as what a member offers; what it offered of this model before is given up, unless another member offers the same.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="member">Party id of the member.</param>
    /// <param name="digest">SHA-512, lower-case hex.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxBytes">Most of them.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    Task<StoreOutcome> OfferAsync(string fid, string member, string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Ends what is on offer of a model: the file that was attested is stored, the others are given up.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="attested">Digest of the attested file; null where none will be.</param>
    void Settle(string fid, string? attested);

    /// <summary>The bytes that a federation attested, seekable; null when they are not there. The caller disposes them.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="attested">Digest of the attested file.</param>
    Stream? Open(string fid, string attested);
}
