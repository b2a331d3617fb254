using System.Security.Cryptography;

namespace FLChain.Fabric.Identities;

/// <summary>An identity together with what signs for it.</summary>
public sealed class SigningIdentity : IDisposable
{
    /// <summary>Joins the two; the signer is taken over and disposed along with this, if it is disposable.</summary>
    public SigningIdentity(X509Identity identity, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(signer);
        Identity = identity;
        Signer = signer;
    }

    /// <summary>Who signs.</summary>
    public X509Identity Identity { get; }

    /// <summary>What signs.</summary>
    public ISigner Signer { get; }

    /// <summary>A low-S DER signature over SHA-256 of <paramref name="data"/>.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, digest);
        return Signer.Sign(digest);
    }

    /// <summary>Disposes the signer.</summary>
    public void Dispose() => (Signer as IDisposable)?.Dispose();
}
