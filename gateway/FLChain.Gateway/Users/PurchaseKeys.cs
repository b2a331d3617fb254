using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Gateway.Users;

/// <summary>One-time keys of purchases that users make here, encrypted under the master key. Each is on disk before its purchase is on the ledger, so nothing that was paid for is lost. Safe for concurrent use.</summary>
internal sealed class PurchaseKeys(GatewayDatabase database, MasterKey master)
{
    /// <summary>Makes a key for the user's next purchase.</summary>
    /// <returns>DER SubjectPublicKeyInfo.</returns>
    public byte[] Create(GatewayUser user)
    {
        using var key = EnvelopeKey.Generate();
        var scalar = key.ExportPrivateScalar();
        try
        {
            using var session = database.Open();
            session.Execute(
                "INSERT INTO purchase_keys(public_key, user, sealed_key) VALUES($1, $2, $3)", key.PublicKey, user.Name, master.Seal(PurposeOf(user, key.PublicKey), scalar));
            return key.PublicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Whether the user made the key here.</summary>
    public bool Has(GatewayUser user, byte[] publicKey) => Sealed(user, publicKey) is not null;

    /// <summary>A key that the user made here; null where there is none. The caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The key was encrypted under another master key.</exception>
    public EnvelopeKey? Find(GatewayUser user, byte[] publicKey)
    {
        if (Sealed(user, publicKey) is not { } sealedKey) return null;
        if (!master.TryOpen(PurposeOf(user, publicKey), sealedKey, out var scalar)) throw new InvalidDataException($"a purchase's key of {user.Name} does not open with this master key");
        try
        {
            return EnvelopeKey.FromPrivateScalar(scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    private byte[]? Sealed(GatewayUser user, byte[] publicKey)
    {
        using var session = database.Open();
        return session.Scalar("SELECT sealed_key FROM purchase_keys WHERE public_key = $1 AND user = $2", publicKey, user.Name) as byte[];
    }

    private static string PurposeOf(GatewayUser user, byte[] publicKey) =>
        $"FLChain/gateway/purchase-key/v1/{user.Name.ToLowerInvariant()}/{Convert.ToHexStringLower(publicKey)}";
}
