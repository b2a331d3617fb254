using System.Collections.Concurrent;
using System.Security.Cryptography;
using FLChain.Fabric.Identities;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Users;

/// <summary>The users of the gateway: their passwords as hashes, their private keys encrypted. Safe for concurrent use.</summary>
internal sealed class UserDirectory
{
    /// <summary>Shortest password.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>Longest password.</summary>
    public const int MaxPasswordLength = 200;

    private const int StampBytes = 16;

    // Hashed when no such user is there, so that an answer takes as long as it does for a user with a wrong password.
    private static readonly string Nobody = new PasswordHasher<string>().HashPassword("", RandomNumberGenerator.GetHexString(32));

    private readonly GatewayDatabase _database;
    private readonly MasterKey _key;
    private readonly PasswordHasher<string> _hasher = new();
    private readonly ConcurrentDictionary<string, GatewayUser> _users = new(StringComparer.OrdinalIgnoreCase);

    public UserDirectory(GatewayDatabase database, MasterKey key)
    {
        _database = database;
        _key = key;
        using var session = database.Open();
        using var rows = session.Query("SELECT name, roles, msp, certificate, party, sealed_key IS NOT NULL, stamp, disabled FROM users");
        while (rows.Read())
        {
            var user = new GatewayUser(
                rows.GetString(0), (Role)rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetBoolean(5), rows.GetString(6), rows.GetBoolean(7));
            _users[user.Name] = user;
        }
    }

    /// <summary>Every user, by name.</summary>
    public IReadOnlyList<GatewayUser> All => [.. _users.Values.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>A user by name; null where there is none.</summary>
    public GatewayUser? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>The user that name and password are of; null when they are of none, or its access was ended.</summary>
    public GatewayUser? SignIn(string name, string password)
    {
        using var session = _database.Open();
        var hash = session.Scalar("SELECT password FROM users WHERE name = $1 AND NOT disabled", name) as string;
        var matches = _hasher.VerifyHashedPassword(name, hash ?? Nobody, password) != PasswordVerificationResult.Failed;
        return hash is not null && matches ? Find(name) : null;
    }

    /// <summary>Adds a user; one with this name, or this identity, must not be there.</summary>
    /// <param name="name">See <see cref="GatewayUser"/>.</param>
    /// <param name="password">The password.</param>
    /// <param name="roles">What it may do.</param>
    /// <param name="identity">Its identity.</param>
    /// <param name="privateKeyPem">Its private key, PKCS#8 PEM; null when the user keeps it.</param>
    /// <returns>The user; null when name or identity are taken.</returns>
    public GatewayUser? TryAdd(string name, string password, Role roles, X509Identity identity, string? privateKeyPem)
    {
        using var session = _database.Open();
        session.Begin(write: true);
        return Find(name) is null ? TryAdmit(session, name, password, roles, identity, privateKeyPem is null ? null : SealKey(name, privateKeyPem)) : null;
    }

    /// <summary>Whether a user of this name can be let in: it is new, or is there with the same identity, and its key is brought where the gateway keeps it.</summary>
    public bool MayAdmit(string name, X509Identity identity, bool bringsKey) =>
        Find(name) is not { } known || (known.PartyId == PartyIdOf(identity) && (bringsKey || !known.HasKey));

    /// <summary>
    /// Lets a user in within the session's transaction, which is committed with it: a new one, or one that
    /// <see cref="MayAdmit"/> lets back, whose password, roles, certificate and key are these from now on and whose sessions end.
    /// </summary>
    /// <returns>The user; null when name or identity are taken; then nothing was committed.</returns>
    public GatewayUser? TryAdmit(IndexSession session, string name, string password, Role roles, X509Identity identity, byte[]? sealedKey)
    {
        if (!MayAdmit(name, identity, sealedKey is not null)) return null;
        var user = new GatewayUser(Find(name)?.Name ?? name, roles, identity.MspId, identity.Pem, PartyIdOf(identity), sealedKey is not null, NewStamp(), false);
        try
        {
            session.Execute(
                """
                INSERT INTO users(name, password, roles, msp, certificate, party, sealed_key, stamp, disabled) VALUES($1, $2, $3, $4, $5, $6, $7, $8, 0)
                ON CONFLICT(name) DO UPDATE SET password = $2, roles = $3, msp = $4, certificate = $5, sealed_key = $7, stamp = $8, disabled = 0
                """,
                user.Name, _hasher.HashPassword(user.Name, password), (int)roles, user.MspId, user.Certificate, user.PartyId, sealedKey, user.Stamp);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            return null;
        }

        session.Commit();
        _users[user.Name] = user;
        return user;
    }

    /// <summary>Sets a new password, which ends every session.</summary>
    public void SetPassword(GatewayUser user, string password) =>
        Change(user, "UPDATE users SET password = $3, stamp = $2 WHERE name = $1", _hasher.HashPassword(user.Name, password), changed => changed);

    /// <summary>Ends or restores a user's access, which ends every session.</summary>
    public void SetDisabled(GatewayUser user, bool disabled) =>
        Change(user, "UPDATE users SET disabled = $3, stamp = $2 WHERE name = $1", disabled, changed => changed with { Disabled = disabled });

    /// <summary>The identity with its key; null where the gateway does not keep the key. The caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The key was encrypted under another master key.</exception>
    public SigningIdentity? OpenIdentity(GatewayUser user)
    {
        if (!user.HasKey) return null;
        using var session = _database.Open();
        if (session.Scalar("SELECT sealed_key FROM users WHERE name = $1", user.Name) is not byte[] sealedKey
            || !_key.TryOpen(PurposeOf(user.Name), sealedKey, out var pkcs8))
            throw new InvalidDataException($"the key of {user.Name} does not open with this master key");
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningIdentity(X509Identity.FromPem(user.MspId, user.Certificate), new EcdsaP256Signer(key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Encrypts the private key of the user that will have this name.</summary>
    /// <exception cref="ArgumentException">The text is no PEM private key.</exception>
    public byte[] SealKey(string name, string privateKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            return _key.Seal(PurposeOf(name), pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>The party id of an identity.</summary>
    public static string PartyIdOf(X509Identity identity) => Naming.PartyId(identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Whether the text can be a user's name.</summary>
    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= 64 } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    /// <summary>Whether the text is long enough for a password, and not too long.</summary>
    public static bool IsPassword(string? text) => text is { Length: >= MinPasswordLength and <= MaxPasswordLength };

    private void Change(GatewayUser user, string sql, object value, Func<GatewayUser, GatewayUser> change)
    {
        var stamp = NewStamp();
        using (var session = _database.Open()) session.Execute(sql, user.Name, stamp, value);
        _users[user.Name] = change(user) with { Stamp = stamp };
    }

    private static string PurposeOf(string name) => "FLChain/gateway/user-key/v1/" + name.ToLowerInvariant();

    private static string NewStamp() => RandomNumberGenerator.GetHexString(2 * StampBytes, lowercase: true);
}
