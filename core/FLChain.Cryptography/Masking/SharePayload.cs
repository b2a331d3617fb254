using System.Buffers.Binary;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.CorrectShare;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>"FLPS", version, K, trainer index j (u32), K shares, a, b, z.</summary>
internal readonly record struct SharePayload(int TrainerIndex, ReadOnlyMemory<byte> Shares, ShareProof Proof)
{
    private const int PrefixBytes = PayloadHeader.Bytes + sizeof(int);

    private static ReadOnlySpan<byte> Kind => "FLPS"u8;

    /// <summary>Exact length for K shares under a modulus with N trainers.</summary>
    public static long Bytes(int modulusBits, int trainers, int count) =>
        PrefixBytes + ((long)count * (modulusBits / 4)) + ShareProof.EncodedBytes(modulusBits, trainers);

    public static byte[] Write(ThresholdPublicKey key, int trainerIndex, ReadOnlySpan<byte> shares, ShareProof proof)
    {
        var proofBytes = proof.Encode(key);
        var payload = new byte[PrefixBytes + shares.Length + proofBytes.Length];
        PayloadHeader.Write(payload, Kind, shares.Length / key.CiphertextBytes);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(PayloadHeader.Bytes), trainerIndex);
        shares.CopyTo(payload.AsSpan(PrefixBytes));
        proofBytes.CopyTo(payload.AsSpan(PrefixBytes + shares.Length));
        return payload;
    }

    /// <summary>Reads the payload of one expected trainer and checks every share: range, unit, canonical sign.</summary>
    public static VerificationResult TryRead(
        ThresholdPublicKey key, int expectedCount, int expectedTrainer, ReadOnlyMemory<byte> payload, out SharePayload read)
    {
        read = default;
        if (expectedTrainer < 1 || expectedTrainer > key.Trainers)
            return VerificationResult.Refused(VerificationReason.UnknownTrainer);
        if (!PayloadHeader.TryRead(payload.Span, Kind, out int count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (count != expectedCount)
            return VerificationResult.Refused(VerificationReason.WrongCount);
        int proofBytes = ShareProof.EncodedBytes(key);
        long elements = (long)count * key.CiphertextBytes;
        if (payload.Length != PrefixBytes + elements + proofBytes
            || !ShareProof.TryDecode(key, payload.Span[^proofBytes..], out var proof))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (BinaryPrimitives.ReadInt32BigEndian(payload.Span[PayloadHeader.Bytes..]) != expectedTrainer)
            return VerificationResult.Refused(VerificationReason.UnknownTrainer);
        read = new SharePayload(expectedTrainer, payload.Slice(PrefixBytes, (int)elements), proof);
        return CheckShares(key, read.Shares.Span);
    }

    private static VerificationResult CheckShares(ThresholdPublicKey key, ReadOnlySpan<byte> shares)
    {
        var elements = ElementCheck.Vector(key, shares);
        if (!elements.IsValid)
            return elements;
        for (int k = 0; k < shares.Length / key.CiphertextBytes; k++)
        {
            if (!DecryptionShare.IsCanonical(key, FixedWidth.Read(shares.Slice(k * key.CiphertextBytes, key.CiphertextBytes))))
                return VerificationResult.Refused(VerificationReason.ShareNotCanonical, k);
        }
        return VerificationResult.Valid;
    }
}
