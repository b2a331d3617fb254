using System.Buffers.Text;
using System.Security.Cryptography;
using FLChain.Fabric.Identities;

namespace FLChain.Gateway.Users;

/// <summary>
/// Invitations: an administrator names the user, its roles and its identity; whoever brings the token sets the password.
/// Only the token's hash is kept. What the gateway keeps of a user never passes to who takes up an invitation: a name that is
/// there is invited again with the same identity, and with its key where the gateway keeps it. Safe for concurrent use.
/// </summary>
internal sealed class Invitations(GatewayDatabase database, UserDirectory users, JudgeKeys judges, TimeProvider time)
{
    /// <summary>How long an invitation holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const int TokenBytes = 32;

    /// <summary>Makes an invitation; an earlier one of the same name no longer holds.</summary>
    /// <param name="name">Name of the user.</param>
    /// <param name="roles">What it may do.</param>
    /// <param name="identity">Its identity.</param>
    /// <param name="privateKeyPem">PEM private key of the identity; null when the user keeps it.</param>
    /// <param name="mayJudge">Whether the gateway's judge's key goes with the role authority: for who has the server itself, not for an administrator, who chooses the roles and sees the token.</param>
    /// <returns>The token, which is shown once; null when there is a user of this name, and the invitation does not bring what it has.</returns>
    /// <exception cref="ArgumentException">The private key is not that of the certificate, or cannot be read.</exception>
    public string? Invite(string name, Role roles, X509Identity identity, string? privateKeyPem, bool mayJudge = false)
    {
        if (!users.MayAdmit(name, identity, privateKeyPem is not null)) return null;
        if (privateKeyPem is not null) RequireKeyOf(identity, privateKeyPem);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        using var session = database.Open();
        session.Begin(write: true);
        session.Execute("DELETE FROM invitations WHERE name = $1 OR expires < $2", name, Now);
        session.Execute(
            "INSERT INTO invitations(token_hash, name, roles, msp, certificate, sealed_key, expires, judges) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
            HashOf(token), name, (int)roles, identity.MspId, identity.Pem, privateKeyPem is null ? null : users.SealKey(name, privateKeyPem), Now + (long)Lifetime.TotalMilliseconds, mayJudge);
        session.Commit();
        return token;
    }

    /// <summary>Takes up an invitation: the user is there, or back, from now on. A token works once.</summary>
    /// <returns>The user; null when the token is unknown, used or expired, or the name or the identity is taken.</returns>
    public GatewayUser? Accept(string token, string password)
    {
        using var session = database.Open();
        session.Begin(write: true);
        string name, certificate, msp;
        Role roles;
        byte[]? sealedKey;
        bool mayJudge;
        using (var row = session.Query("SELECT name, roles, msp, certificate, sealed_key, judges FROM invitations WHERE token_hash = $1 AND expires >= $2", HashOf(token), Now))
        {
            if (!row.Read()) return null;
            (name, roles, msp, certificate) = (row.GetString(0), (Role)row.GetInt32(1), row.GetString(2), row.GetString(3));
            (sealedKey, mayJudge) = (row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4), row.GetBoolean(5));
        }

        session.Execute("DELETE FROM invitations WHERE token_hash = $1", HashOf(token));
        judges.Give(session, name, mayJudge && (roles & Role.Authority) != 0);
        return users.TryAdmit(session, name, password, roles, X509Identity.FromPem(msp, certificate), sealedKey);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static byte[] HashOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    private static void RequireKeyOf(X509Identity identity, string privateKeyPem)
    {
        using var signer = EcdsaP256Signer.FromPem(privateKeyPem);
        if (!signer.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo()))
            throw new ArgumentException("The private key is not that of the certificate.", nameof(privateKeyPem));
    }
}
