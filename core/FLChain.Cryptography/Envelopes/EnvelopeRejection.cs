namespace FLChain.Cryptography.Envelopes;

/// <summary>Why sealed bytes did not open. Forged input is not exceptional: it is answered with one of these.</summary>
public enum EnvelopeRejection
{
    /// <summary>Nothing is wrong: the bytes opened.</summary>
    None = 0,

    /// <summary>Shorter than the fixed fields, or longer than the format's limit.</summary>
    Length,

    /// <summary>The version byte or the magic is not one that this code writes.</summary>
    Version,

    /// <summary>The ephemeral public key is not an uncompressed point on P-256.</summary>
    EphemeralPoint,

    /// <summary>The given key is none: a private scalar outside 1 to order − 1, or a model key that is not 32 bytes.</summary>
    PrivateKey,

    /// <summary>The key is not the one that the bytes were sealed under (the payload commits to its key).</summary>
    KeyCommitment,

    /// <summary>The opening shown is not this recipient's opening of this envelope.</summary>
    Opening,

    /// <summary>Wrong key, wrong context, or altered bytes: the authentication tag does not fit.</summary>
    Authentication,
}
