using System.Security.Cryptography;

namespace FLChain.Fabric.Identities;

/// <summary>Signs with an ECDSA P-256 key held in this process.</summary>
public sealed class EcdsaP256Signer : ISigner, IDisposable
{
    internal const string P256Oid = "1.2.840.10045.3.1.7";

    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    /// <summary>Takes the key over: disposing the signer disposes the key.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public EcdsaP256Signer(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value != P256Oid)
            throw new ArgumentException("The key is not on P-256.", nameof(key));
        _key = key;
    }

    /// <summary>Makes a signer from a PEM private key, <c>PRIVATE KEY</c> or <c>EC PRIVATE KEY</c>.</summary>
    /// <exception cref="ArgumentException">There is no such key, or it is not on P-256.</exception>
    public static EcdsaP256Signer FromPem(ReadOnlySpan<char> pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return new EcdsaP256Signer(key);
        }
        catch (CryptographicException exception)
        {
            key.Dispose();
            throw new ArgumentException("The private key cannot be read.", nameof(pem), exception);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>DER SubjectPublicKeyInfo of the key.</summary>
    public byte[] ExportSubjectPublicKeyInfo()
    {
        lock (_gate)
            return _key.ExportSubjectPublicKeyInfo();
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("A digest has 32 bytes.", nameof(digest));
        byte[] signature;
        lock (_gate) // ECDsa does not promise to be safe for concurrent use
            signature = _key.SignHash(digest, DSASignatureFormat.Rfc3279DerSequence);
        return EcdsaLowS.Normalize(signature);
    }

    /// <summary>Disposes the key.</summary>
    public void Dispose() => _key.Dispose();
}
