using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectMasking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>"FLPM", version, K, K ciphertexts, B, w, z.</summary>
internal readonly record struct MaskedPayload(ReadOnlyMemory<byte> Ciphertexts, MaskingProof Proof)
{
    private static ReadOnlySpan<byte> Kind => "FLPM"u8;

    /// <summary>Exact length for K ciphertexts under a modulus.</summary>
    public static long Bytes(int modulusBits, int count) =>
        PayloadHeader.Bytes + ((long)count * (modulusBits / 4))
        + MaskingProof.EncodedBytes(modulusBits, ProofLengths.BatchedMaskingNonceBits(modulusBits));

    public static byte[] Write(ThresholdPublicKey key, ReadOnlySpan<byte> ciphertexts, MaskingProof proof)
    {
        var payload = new byte[Bytes(key.ModulusBits, ciphertexts.Length / key.CiphertextBytes)];
        WriteTo(payload, key, ciphertexts, proof);
        return payload;
    }

    /// <param name="target">As long as <see cref="Bytes"/> says.</param>
    /// <param name="key">The federation's key.</param>
    /// <param name="ciphertexts">K ciphertexts.</param>
    /// <param name="proof">Their batched proof.</param>
    public static void WriteTo(Span<byte> target, ThresholdPublicKey key, ReadOnlySpan<byte> ciphertexts, MaskingProof proof)
    {
        PayloadHeader.Write(target, Kind, ciphertexts.Length / key.CiphertextBytes);
        ciphertexts.CopyTo(target[PayloadHeader.Bytes..]);
        proof.Encode(key, BatchedMaskingProof.NonceBits(key)).CopyTo(target[(PayloadHeader.Bytes + ciphertexts.Length)..]);
    }

    public static VerificationResult TryRead(ThresholdPublicKey key, int expectedCount, ReadOnlyMemory<byte> payload, out MaskedPayload masked)
    {
        masked = default;
        if (!PayloadHeader.TryRead(payload.Span, Kind, out int count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (count != expectedCount)
            return VerificationResult.Refused(VerificationReason.WrongCount);
        int elements = count * key.CiphertextBytes;
        if (payload.Length != Bytes(key.ModulusBits, count)
            || !MaskingProof.TryDecode(key, payload.Span[(PayloadHeader.Bytes + elements)..], BatchedMaskingProof.NonceBits(key), out var proof))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        masked = new MaskedPayload(payload.Slice(PayloadHeader.Bytes, elements), proof);
        return VerificationResult.Valid;
    }
}
