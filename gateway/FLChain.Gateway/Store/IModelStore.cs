namespace FLChain.Gateway.Store;

/// <summary>Where encrypted models are kept, by the SHA-512 digest of their bytes. What is in it can be opened by nobody who has not bought it. Safe for concurrent use.</summary>
internal interface IModelStore
{
    /// <summary>Stores bytes under their digest; storing them again changes nothing.</summary>
    /// <param name="digest">SHA-512, lower-case hex.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxBytes">Most of them.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    Task<StoreOutcome> PutAsync(string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken);

    /// <summary>The bytes under a digest, seekable; null when they are not there. The caller disposes them.</summary>
    Stream? Open(string digest);
}
