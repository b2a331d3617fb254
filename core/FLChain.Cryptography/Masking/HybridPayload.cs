using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// A masked vector ("FLHM") or an aggregate of them ("FLHA"): kind, version, W; the key's part, which is a payload of
/// <see cref="PaillierMasking"/> (FLPM or FLPA) of known length; W packed words.
/// </summary>
internal readonly record struct HybridPayload(ReadOnlyMemory<byte> KeyPart, ReadOnlyMemory<byte> Words)
{
    public static ReadOnlySpan<byte> Masked => "FLHM"u8;

    public static ReadOnlySpan<byte> Aggregate => "FLHA"u8;

    public static long Bytes(RlweLayout layout, long keyPartBytes) => PayloadHeader.Bytes + keyPartBytes + layout.PackedBytes;

    /// <summary>A payload with its header written, to be filled by the caller.</summary>
    public static byte[] Create(RlweLayout layout, ReadOnlySpan<byte> kind, long keyPartBytes, out Memory<byte> keyPart, out Memory<byte> words)
    {
        var payload = new byte[Bytes(layout, keyPartBytes)];
        PayloadHeader.Write(payload, kind, layout.WordCount);
        keyPart = payload.AsMemory(PayloadHeader.Bytes, (int)keyPartBytes);
        words = payload.AsMemory(PayloadHeader.Bytes + (int)keyPartBytes);
        return payload;
    }

    /// <summary>Takes the parts out when kind, W and length are right; neither part is looked at.</summary>
    public static VerificationResult TryRead(
        RlweLayout layout, ReadOnlySpan<byte> kind, long keyPartBytes, ReadOnlyMemory<byte> payload, out HybridPayload read)
    {
        read = default;
        if (!PayloadHeader.TryRead(payload.Span, kind, out int count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (count != layout.WordCount)
            return VerificationResult.Refused(VerificationReason.WrongCount);
        if (payload.Length != Bytes(layout, keyPartBytes))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        int end = PayloadHeader.Bytes + (int)keyPartBytes;
        read = new HybridPayload(payload[PayloadHeader.Bytes..end], payload[end..]);
        return VerificationResult.Valid;
    }
}
