namespace FLChain.TrainerSdk.Market;

/// <summary>Where encrypted models are kept: by the SHA-512 digest of the ciphertext, so that a reader can check what it gets and the keeper need not be trusted.</summary>
public interface IArtifactStore
{
    /// <summary>Stores a ciphertext; storing the same bytes again changes nothing.</summary>
    /// <param name="digest">SHA-512 of <paramref name="ciphertext"/>, lower-case hex.</param>
    /// <param name="ciphertext">The encrypted model.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="ArgumentException">The digest is not that of the bytes.</exception>
    Task PutAsync(string digest, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default);

    /// <summary>The ciphertext, checked against its digest; null when it is not there.</summary>
    /// <param name="digest">SHA-512, lower-case hex.</param>
    /// <param name="maxBytes">The most that will be read.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="InvalidDataException">What is stored is longer, or does not have the digest.</exception>
    Task<byte[]?> GetAsync(string digest, long maxBytes, CancellationToken cancellationToken = default);
}
