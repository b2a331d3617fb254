using System.Buffers;
using System.Security.Cryptography;

namespace FLChain.Gateway.Store;

/// <summary>Keeps each model as a file that is named by its digest. A file is there whole or not at all: it is written under another name, checked, flushed, and moved.</summary>
internal sealed class FolderModelStore : IModelStore
{
    private const int BufferBytes = 64 * 1024;
    private const string DraftSuffix = ".draft";

    private readonly string _folder;

    /// <summary>Opens the folder; what an upload left there that was cut off is removed.</summary>
    public FolderModelStore(string folder)
    {
        _folder = folder;
        foreach (var draft in Directory.EnumerateFiles(folder, "*" + DraftSuffix)) File.Delete(draft);
    }

    public async Task<StoreOutcome> PutAsync(string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (File.Exists(path)) return StoreOutcome.Known;
        var draft = $"{path}.{Guid.NewGuid():N}{DraftSuffix}";
        try
        {
            var (outcome, found) = await WriteAsync(draft, bytes, maxBytes, cancellationToken);
            if (outcome != StoreOutcome.Stored) return outcome;
            if (found != digest) return StoreOutcome.WrongDigest;

            // Several members store the same bytes at the same time: the last move wins, and all are right.
            File.Move(draft, path, overwrite: true);
            return StoreOutcome.Stored;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public Stream? Open(string digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static async Task<(StoreOutcome Outcome, string Digest)> WriteAsync(string draft, Stream bytes, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
            long length = 0;
            for (int read; (read = await bytes.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                length += read;
                if (length > maxBytes) return (StoreOutcome.TooLarge, "");
                hash.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await file.FlushAsync(cancellationToken);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (StoreOutcome.Stored, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // A digest is hex alone, so that no name leads out of the folder.
    private string PathOf(string digest) =>
        Naming.IsDigest(digest) ? Path.Combine(_folder, digest) : throw new ArgumentException("not a SHA-512 digest in hex", nameof(digest));
}
