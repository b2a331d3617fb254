using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FLChain.Gateway.Users;

/// <summary>
/// The key under which private keys of users rest: AES-256-GCM, a fresh nonce for each, bound to what the secret is of.
/// It comes from a file that only its owner may read, which is made when it is missing; keep it apart from backups of
/// the data.
/// </summary>
internal sealed class MasterKey : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    /// <summary>Reads the key, or makes one.</summary>
    /// <exception cref="InvalidDataException">The file is no such key, or others may read it.</exception>
    public static MasterKey LoadOrCreate(string path)
    {
        try
        {
            using var made = new FileStream(path, OwnerOnly(FileMode.CreateNew, FileAccess.Write));
            var key = RandomNumberGenerator.GetBytes(KeyBytes);
            made.Write(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(key)));
            made.Flush(flushToDisk: true);
            return new MasterKey(key);
        }
        catch (IOException) when (File.Exists(path))
        {
            return Load(path);
        }
    }

    /// <summary>Encrypts a secret for one purpose.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var result = new byte[NonceBytes + secret.Length + TagBytes];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, secret, result.AsSpan(NonceBytes, secret.Length), result.AsSpan(NonceBytes + secret.Length), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made for the same purpose. False for anything else.</summary>
    public bool TryOpen(string purpose, ReadOnlySpan<byte> sealedSecret, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        if (sealedSecret.Length < NonceBytes + TagBytes) return false;
        var plain = new byte[sealedSecret.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(
                sealedSecret[..NonceBytes], sealedSecret[NonceBytes..^TagBytes], sealedSecret[^TagBytes..], plain, Encoding.UTF8.GetBytes(purpose));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        secret = plain;
        return true;
    }

    /// <summary>HMAC-SHA-256 of data for one purpose, under a key of its own: who has the value but not the master key cannot try what data it is of.</summary>
    public byte[] Fingerprint(string purpose, ReadOnlySpan<byte> data)
    {
        Span<byte> derived = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, derived, [], Encoding.UTF8.GetBytes(purpose));
        try
        {
            return HMACSHA256.HashData(derived, data);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static MasterKey Load(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            throw new InvalidDataException($"others may read the master key '{path}': give it the mode 600");
        var text = File.ReadAllText(path).Trim();
        if (!Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: KeyBytes } key)
            throw new InvalidDataException($"'{path}' is not a master key: {KeyBytes} bytes in base64url");
        return new MasterKey(key);
    }

    private static FileStreamOptions OwnerOnly(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
