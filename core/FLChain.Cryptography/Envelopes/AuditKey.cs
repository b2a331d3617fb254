using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// What an auditor is granted: it derives the key of every gradient-share payload of a federation. It gives neither
/// the initial weights nor the group key; but whoever can open t shares of an iteration can rebuild its aggregate, so
/// the grant is the federation's or the authority's to make.
/// </summary>
public sealed class AuditKey : SymmetricKey
{
    private AuditKey(ReadOnlySpan<byte> secret)
        : base(secret)
    {
    }

    /// <summary>The key with these bytes (copied).</summary>
    /// <param name="secret">32 bytes, as <see cref="SymmetricKey.Export"/> gave them.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static AuditKey FromBytes(ReadOnlySpan<byte> secret) => new(secret);

    /// <summary>The key of one gradient-share payload.</summary>
    /// <param name="fid">The federation's id.</param>
    /// <param name="iteration">The training iteration, from 0.</param>
    /// <param name="attempt">The attempt at it, from 0.</param>
    /// <param name="author">The dpId of the trainer whose share it is.</param>
    /// <exception cref="ArgumentException">An empty id or a negative number.</exception>
    public ShareKey DeriveShareKey(string fid, int iteration, int attempt, string author)
    {
        ArgumentException.ThrowIfNullOrEmpty(fid);
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentException.ThrowIfNullOrEmpty(author);
        byte[] secret = Derive(new DerivationInfo("FLChain share key v1").Add(fid).Add(iteration).Add(attempt).Add(author));
        try
        {
            return ShareKey.FromBytes(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
