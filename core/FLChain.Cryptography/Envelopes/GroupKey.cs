using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// The secret of one federation, dealt to every trainer with its key share. From it come the audit key (and from that
/// the keys of gradient shares), the seed of the initial weights and the randomness of their commitment. Whoever
/// holds only the audit key learns nothing of the other two.
/// </summary>
public sealed class GroupKey : SymmetricKey
{
    /// <summary>Most bytes of commitment randomness that can be derived at once.</summary>
    public const int MaxCommitmentRandomnessBytes = 1024;

    private GroupKey(ReadOnlySpan<byte> secret)
        : base(secret)
    {
    }

    /// <summary>A fresh key; the dealer's call.</summary>
    public static GroupKey Generate()
    {
        Span<byte> secret = stackalloc byte[LengthBytes];
        RandomNumberGenerator.Fill(secret);
        var key = new GroupKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>The key with these bytes (copied).</summary>
    /// <param name="secret">32 bytes, as <see cref="SymmetricKey.Export"/> gave them.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static GroupKey FromBytes(ReadOnlySpan<byte> secret) => new(secret);

    /// <summary>The key that opens the gradient shares of a federation and nothing else of it.</summary>
    /// <param name="fid">The federation's id.</param>
    public AuditKey DeriveAuditKey(string fid)
    {
        byte[] secret = Derive(InfoFor("FLChain audit key v1", fid));
        try
        {
            return AuditKey.FromBytes(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The key of one gradient-share payload; the same that the audit key derives.</summary>
    /// <param name="fid">The federation's id.</param>
    /// <param name="iteration">The training iteration, from 0.</param>
    /// <param name="attempt">The attempt at it, from 0.</param>
    /// <param name="author">The dpId of the trainer whose share it is.</param>
    public ShareKey DeriveShareKey(string fid, int iteration, int attempt, string author)
    {
        using AuditKey audit = DeriveAuditKey(fid);
        return audit.DeriveShareKey(fid, iteration, attempt, author);
    }

    /// <summary>The seed from which all trainers draw the same initial weights; 32 bytes, the caller's to erase.</summary>
    /// <param name="fid">The federation's id.</param>
    public byte[] DeriveInitialWeightsSeed(string fid) => Derive(InfoFor("FLChain initial weights v1", fid));

    /// <summary>The randomness of the commitment to the initial weights, shared by all trainers.</summary>
    /// <param name="fid">The federation's id.</param>
    /// <param name="byteCount">How many bytes, 1 to <see cref="MaxCommitmentRandomnessBytes"/>.</param>
    /// <returns>Uniform bytes, the caller's to erase. Other counts give unrelated bytes.</returns>
    public byte[] DeriveCommitmentRandomness(string fid, int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteCount, MaxCommitmentRandomnessBytes);
        return Derive(InfoFor("FLChain weights commitment v1", fid).Add(byteCount), byteCount);
    }

    private static DerivationInfo InfoFor(string label, string fid)
    {
        ArgumentException.ThrowIfNullOrEmpty(fid);
        return new DerivationInfo(label).Add(fid);
    }
}
