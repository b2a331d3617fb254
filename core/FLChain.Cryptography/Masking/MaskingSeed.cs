using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The 32 secret bytes from which all randomness of one masked vector is expanded, apart from its proof's nonces. Fresh
/// for each attempt at a submission: two vectors masked with one seed give their difference away.
/// </summary>
/// <remarks>
/// A trainer keeps the seed until the iteration is final and then erases it, unless the vector was drawn for inspection.
/// In a dispute over an impossible sum it reveals the seed, which opens this one vector and shows whether it was in range
/// (<see cref="IMaskingScheme.CheckOpening"/>).
/// </remarks>
public sealed class MaskingSeed : SymmetricKey
{
    private MaskingSeed(ReadOnlySpan<byte> secret)
        : base(secret)
    {
    }

    /// <summary>A fresh seed from the system's generator.</summary>
    public static MaskingSeed Generate()
    {
        Span<byte> secret = stackalloc byte[LengthBytes];
        RandomNumberGenerator.Fill(secret);
        var seed = new MaskingSeed(secret);
        CryptographicOperations.ZeroMemory(secret);
        return seed;
    }

    /// <summary>The seed with these bytes (copied).</summary>
    /// <param name="secret">32 bytes, as <see cref="SymmetricKey.Export"/> gave them.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static MaskingSeed FromBytes(ReadOnlySpan<byte> secret) => new(secret);

    internal ReadOnlySpan<byte> Bytes => Secret;
}
