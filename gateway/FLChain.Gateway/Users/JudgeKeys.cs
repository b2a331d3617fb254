using System.Security.Cryptography;

namespace FLChain.Gateway.Users;

/// <summary>
/// Signing keys of judges, encrypted under the master key. They are apart from the users' Fabric identities, because the
/// policy names judges by keys of their own. Safe for concurrent use.
/// </summary>
internal sealed class JudgeKeys(GatewayDatabase database, MasterKey master)
{
    /// <summary>Keeps a user's judge's key; an earlier one is given up.</summary>
    /// <returns>DER SubjectPublicKeyInfo of the key, as <c>Policy.JudgeKeys</c> names it.</returns>
    /// <exception cref="ArgumentException">The text is no P-256 private key in PEM.</exception>
    public byte[] Set(GatewayUser user, string privateKeyPem)
    {
        using var key = ECDsa.Create();
        byte[] pkcs8;
        try
        {
            key.ImportFromPem(privateKeyPem);
            pkcs8 = key.ExportPkcs8PrivateKey();
        }
        catch (CryptographicException error)
        {
            throw new ArgumentException("The text holds no private key on an elliptic curve.", nameof(privateKeyPem), error);
        }

        if (key.KeySize != 256) throw new ArgumentException("A judge's key is on P-256.", nameof(privateKeyPem));
        try
        {
            using var session = database.Open();
            session.Execute("INSERT INTO judge_keys(user, sealed_key) VALUES($1, $2) ON CONFLICT(user) DO UPDATE SET sealed_key = $2", user.Name, master.Seal(PurposeOf(user), pkcs8));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }

        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Gives up a user's judge's key.</summary>
    public void Remove(GatewayUser user)
    {
        using var session = database.Open();
        session.Execute("DELETE FROM judge_keys WHERE user = $1", user.Name);
    }

    /// <summary>Signs a judgment; null where the gateway keeps no judge's key of the user.</summary>
    /// <exception cref="InvalidDataException">The key was encrypted under another master key.</exception>
    public JudgeSignature? Sign(GatewayUser user, string channel, Judgment judgment)
    {
        using var session = database.Open();
        if (session.Scalar("SELECT sealed_key FROM judge_keys WHERE user = $1", user.Name) is not byte[] sealedKey) return null;
        if (!master.TryOpen(PurposeOf(user), sealedKey, out var pkcs8)) throw new InvalidDataException($"the judge's key of {user.Name} does not open with this master key");
        try
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return new JudgeSignature(
                key.ExportSubjectPublicKeyInfo(), key.SignData(JudgmentForm.Encode(channel, judgment), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static string PurposeOf(GatewayUser user) => "FLChain/gateway/judge-key/v1/" + user.Name.ToLowerInvariant();
}
