using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectMasking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>"FLPM", version, K, K ciphertexts, B, w, z.</summary>
internal readonly record struct MaskedPayload(ReadOnlyMemory<byte> Ciphertexts, MaskingProof Proof)
{
    private static ReadOnlySpan<byte> Kind => "FLPM"u8;

    public static byte[] Write(ThresholdPublicKey key, ReadOnlySpan<byte> ciphertexts, MaskingProof proof)
    {
        var proofBytes = proof.Encode(key, BatchedMaskingProof.NonceBits(key));
        var payload = new byte[PayloadHeader.Bytes + ciphertexts.Length + proofBytes.Length];
        PayloadHeader.Write(payload, Kind, ciphertexts.Length / key.CiphertextBytes);
        ciphertexts.CopyTo(payload.AsSpan(PayloadHeader.Bytes));
        proofBytes.CopyTo(payload.AsSpan(PayloadHeader.Bytes + ciphertexts.Length));
        return payload;
    }

    public static VerificationResult TryRead(ThresholdPublicKey key, int expectedCount, ReadOnlyMemory<byte> payload, out MaskedPayload masked)
    {
        masked = default;
        if (!PayloadHeader.TryRead(payload.Span, Kind, out int count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (count != expectedCount)
            return VerificationResult.Refused(VerificationReason.WrongCount);
        long elements = (long)count * key.CiphertextBytes;
        int proofBytes = MaskingProof.EncodedBytes(key, BatchedMaskingProof.NonceBits(key));
        if (payload.Length != PayloadHeader.Bytes + elements + proofBytes
            || !MaskingProof.TryDecode(key, payload.Span[^proofBytes..], BatchedMaskingProof.NonceBits(key), out var proof))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        masked = new MaskedPayload(payload.Slice(PayloadHeader.Bytes, (int)elements), proof);
        return VerificationResult.Valid;
    }
}
