using System.Buffers;
using System.Security.Cryptography;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Store;

/// <summary>
/// Keeps each model as a file that is named by its digest. A file is there whole or not at all: it is written under another
/// name, checked, flushed, and moved. In <c>offers</c> each model has a folder, with the files on offer and for each member
/// the digest of its own.
/// </summary>
internal sealed class FolderModelStore : IModelStore
{
    private const int BufferBytes = 64 * 1024;
    private const string DraftSuffix = ".draft";
    private const string MemberSuffix = ".member";

    private readonly string _folder;
    private readonly string _offers;
    private readonly Lock _lock = new();

    /// <summary>Opens the folder, which is made when it is missing; what an upload left there that was cut off is removed.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be used.</exception>
    public FolderModelStore(string folder)
    {
        _folder = folder;
        _offers = Path.Combine(folder, "offers");
        GatewayFolder.Create(folder);
        GatewayFolder.Create(_offers);
        foreach (var draft in Directory.EnumerateFiles(folder, "*" + DraftSuffix, SearchOption.AllDirectories)) File.Delete(draft);
    }

    public IReadOnlyList<string> Offered => [.. Directory.EnumerateDirectories(_offers).Select(path => Path.GetFileName(path)).Where(Naming.IsFid)];

    public Task<StoreOutcome> PutAsync(string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken) =>
        PutAsync(_folder, digest, bytes, maxBytes, cancellationToken);

    public async Task<StoreOutcome> OfferAsync(string fid, string member, string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken)
    {
        if (!Naming.IsPartyId(member)) throw new ArgumentException("not a party id", nameof(member));
        var folder = OffersOf(fid);
        GatewayFolder.Create(folder);
        var outcome = await PutAsync(folder, digest, bytes, maxBytes, cancellationToken);
        if (outcome is StoreOutcome.Stored or StoreOutcome.Known) Note(folder, member, digest);
        return outcome;
    }

    public void Settle(string fid, string? attested)
    {
        var folder = OffersOf(fid);
        lock (_lock)
        {
            if (!Directory.Exists(folder)) return;
            if (attested is not null && File.Exists(In(folder, attested))) File.Move(In(folder, attested), In(_folder, attested), overwrite: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    public Stream? Open(string fid, string attested)
    {
        if (!File.Exists(In(_folder, attested))) Settle(fid, attested);
        try
        {
            return new FileStream(In(_folder, attested), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static async Task<StoreOutcome> PutAsync(string folder, string digest, Stream bytes, long maxBytes, CancellationToken cancellationToken)
    {
        var path = In(folder, digest);
        if (await HasDigestAsync(path, digest, cancellationToken)) return StoreOutcome.Known;
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

    // A file that was damaged on the disk is none: it is stored anew.
    private static async Task<bool> HasDigestAsync(string path, string digest, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return false;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        return Convert.ToHexStringLower(await SHA512.HashDataAsync(file, cancellationToken)) == digest;
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

    // Then the files that no member offers any more are given up.
    private void Note(string folder, string member, string digest)
    {
        lock (_lock)
        {
            File.WriteAllText(Path.Combine(folder, member + MemberSuffix), digest);
            var offered = Directory.EnumerateFiles(folder, "*" + MemberSuffix).Select(File.ReadAllText).ToHashSet(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(folder).Where(file => Naming.IsDigest(Path.GetFileName(file)) && !offered.Contains(Path.GetFileName(file)))) File.Delete(file);
        }
    }

    private string OffersOf(string fid) => Naming.IsFid(fid) ? Path.Combine(_offers, fid) : throw new ArgumentException("not a model's id", nameof(fid));

    // A digest is hex alone, so that no name leads out of the folder.
    private static string In(string folder, string digest) =>
        Naming.IsDigest(digest) ? Path.Combine(folder, digest) : throw new ArgumentException("not a SHA-512 digest in hex", nameof(digest));
}
