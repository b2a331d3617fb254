namespace FLChain.Fabric.Identities;

/// <summary>Holds a private key, or reaches one that is held elsewhere, and signs with it. Implementations are safe for concurrent use.</summary>
public interface ISigner
{
    /// <summary>Signs a digest.</summary>
    /// <param name="digest">SHA-256 of what is signed, 32 bytes.</param>
    /// <returns>An ECDSA signature as DER <c>SEQUENCE { INTEGER r, INTEGER s }</c> with <c>s</c> at most half the group order: Fabric refuses the other half.</returns>
    byte[] Sign(ReadOnlySpan<byte> digest);
}
