namespace FLChain.Cryptography.Quantization;

/// <summary>Why decrypted plaintexts cannot be the sum of honest vectors.</summary>
public enum UnpackReason
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Another number of plaintexts than the layout has; the index is that number.</summary>
    PlaintextCount,

    /// <summary>A plaintext is negative or has bits beyond its last slot; the index is the plaintext's.</summary>
    Overflow,

    /// <summary>A slot is outside what the contributors can have put there; the index is the parameter's.</summary>
    SlotOutOfRange,
}
