using System.Security.Cryptography;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Users;

/// <summary>
/// Signing keys of judges, encrypted under the master key. They are apart from the users' Fabric identities, because the
/// policy names judges by keys of their own. Safe for concurrent use.
/// </summary>
internal sealed class JudgeKeys
{
    private readonly GatewayDatabase _database;
    private readonly MasterKey _master;
    private readonly string? _own;

    /// <param name="database">Database.</param>
    /// <param name="master">Master key.</param>
    /// <param name="settings">Settings, of which <see cref="GatewaySettings.JudgeKey"/> is read now.</param>
    /// <exception cref="InvalidDataException">That file is no judge's key.</exception>
    public JudgeKeys(GatewayDatabase database, MasterKey master, GatewaySettings settings)
    {
        _database = database;
        _master = master;
        if (settings.JudgeKey is not { Length: > 0 } file) return;
        try
        {
            _own = File.ReadAllText(file);
            Import(_own).Dispose();
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{nameof(settings.JudgeKey)} '{file}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Keeps a user's judge's key; an earlier one is given up.</summary>
    /// <returns>DER SubjectPublicKeyInfo of the key, as <c>Policy.JudgeKeys</c> names it.</returns>
    /// <exception cref="ArgumentException">The text is no P-256 private key in PEM.</exception>
    public byte[] Set(GatewayUser user, string privateKeyPem)
    {
        using var session = _database.Open();
        return Set(session, user.Name, privateKeyPem);
    }

    /// <summary>Within the session's transaction, a user that is let in has the gateway's own judge's key, or none: not the one that was kept before.</summary>
    public void Give(IndexSession session, string name, bool own)
    {
        if (own && _own is not null) Set(session, name, _own);
        else session.Execute("DELETE FROM judge_keys WHERE user = $1", name);
    }

    /// <summary>Gives up a user's judge's key.</summary>
    public void Remove(GatewayUser user)
    {
        using var session = _database.Open();
        session.Execute("DELETE FROM judge_keys WHERE user = $1", user.Name);
    }

    /// <summary>Signs a judgment; null where the gateway keeps no judge's key of the user.</summary>
    /// <exception cref="InvalidDataException">The key was encrypted under another master key.</exception>
    public JudgeSignature? Sign(GatewayUser user, string channel, Judgment judgment)
    {
        using var session = _database.Open();
        if (session.Scalar("SELECT sealed_key FROM judge_keys WHERE user = $1", user.Name) is not byte[] sealedKey) return null;
        if (!_master.TryOpen(PurposeOf(user.Name), sealedKey, out var pkcs8)) throw new InvalidDataException($"the judge's key of {user.Name} does not open with this master key");
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

    private byte[] Set(IndexSession session, string name, string privateKeyPem)
    {
        using var key = Import(privateKeyPem);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            session.Execute("INSERT INTO judge_keys(user, sealed_key) VALUES($1, $2) ON CONFLICT(user) DO UPDATE SET sealed_key = $2", name, _master.Seal(PurposeOf(name), pkcs8));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }

        return key.ExportSubjectPublicKeyInfo();
    }

    private static ECDsa Import(string privateKeyPem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(privateKeyPem);
            CryptographicOperations.ZeroMemory(key.ExportPkcs8PrivateKey());
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ArgumentException("The text holds no private key on an elliptic curve.", nameof(privateKeyPem), error);
        }

        if (key.KeySize == 256) return key;
        key.Dispose();
        throw new ArgumentException("A judge's key is on P-256.", nameof(privateKeyPem));
    }

    private static string PurposeOf(string name) => "FLChain/gateway/judge-key/v1/" + name.ToLowerInvariant();
}
