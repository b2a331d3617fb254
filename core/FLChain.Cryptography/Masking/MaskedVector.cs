namespace FLChain.Cryptography.Masking;

/// <summary>
/// A masked vector ready to be submitted. A resend sends the same payload again: masking once more with the same seed
/// gives the same ciphertexts but another proof.
/// </summary>
/// <param name="Payload">The bytes that are submitted: ciphertexts and proof.</param>
/// <param name="PlaintextCount">Number of ciphertexts.</param>
/// <param name="Proving">How long the proof took; the rest went into masking.</param>
public sealed record MaskedVector(ReadOnlyMemory<byte> Payload, int PlaintextCount, TimeSpan Proving);
