using FLChain.Core.Ledger;

namespace FLChain.TrainerSdk.Market;

/// <summary>Keeps each encrypted model as a file named by its digest.</summary>
public sealed class FolderArtifactStore : IArtifactStore
{
    private readonly string _folder;

    /// <summary>Opens the folder, which is made when it is missing.</summary>
    public FolderArtifactStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
    }

    /// <inheritdoc/>
    public async Task PutAsync(string digest, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default)
    {
        var path = PathOf(digest);
        if (Naming.Digest(ciphertext.Span) != digest) throw new ArgumentException("the digest is not that of the bytes", nameof(digest));
        if (File.Exists(path)) return;

        // Several trainers store the same bytes at the same time: each writes its own file, the last move wins.
        var temporary = $"{path}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(temporary, ciphertext, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string digest, long maxBytes, CancellationToken cancellationToken = default)
    {
        var path = PathOf(digest);
        if (!File.Exists(path)) return null;
        if (new FileInfo(path).Length > maxBytes) throw new InvalidDataException($"the stored artifact is longer than the {maxBytes} bytes on the ledger");
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return Naming.Digest(bytes) == digest ? bytes : throw new InvalidDataException("the stored artifact does not have its digest");
    }

    private string PathOf(string digest) =>
        Naming.IsDigest(digest) ? Path.Combine(_folder, digest) : throw new ArgumentException("not a SHA-512 digest in hex", nameof(digest));
}
