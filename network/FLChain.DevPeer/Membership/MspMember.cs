using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Identities;

namespace FLChain.DevPeer.Membership;

/// <summary>An identity whose certificate was issued by its organization's authority. Safe for concurrent use.</summary>
internal sealed class MspMember(X509Identity identity, MspRole role)
{
    // ECDsa does not promise to be safe for concurrent use, and importing a key costs about as much as using it.
    private readonly ConcurrentBag<ECDsa> keys = [];

    public string MspId => identity.MspId;

    public X509Identity Identity => identity;

    public MspRole Role => role;

    /// <summary>May propose transactions, and submit them.</summary>
    public bool IsWriter => role is MspRole.Client or MspRole.Admin;

    /// <summary>May read blocks and events.</summary>
    public bool IsReader => role is not MspRole.Orderer;

    public bool IsTooEarlyAt(DateTimeOffset time) => time < identity.Certificate.NotBefore;

    public bool IsExpiredAt(DateTimeOffset time) => time > identity.Certificate.NotAfter;

    /// <summary>Whether <paramref name="signature"/> is this member's low-S signature over SHA-256 of <paramref name="data"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, digest);
        return VerifyDigest(digest, signature);
    }

    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (!keys.TryTake(out var key))
            key = identity.Certificate.GetECDsaPublicKey()!;
        var holds = EcdsaLowS.Verify(key, digest, signature);
        keys.Add(key);
        return holds;
    }
}
