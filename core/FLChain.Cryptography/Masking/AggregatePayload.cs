using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// "FLPA", version, K, number of contributions (u32), digest of the contributions (64 bytes), K ciphertexts. The digest
/// is SHA-512 over the contributions' SHA-512 digests in ascending order, so an aggregate says what it is the sum of and
/// a share of it is a share of that sum alone.
/// </summary>
internal readonly record struct AggregatePayload(int Contributors, ReadOnlyMemory<byte> Ciphertexts)
{
    private const int PrefixBytes = PayloadHeader.Bytes + sizeof(int) + SecurityParameters.DigestBytes;

    private static ReadOnlySpan<byte> Kind => "FLPA"u8;

    /// <summary>Exact length for K ciphertexts under a modulus.</summary>
    public static long Bytes(int modulusBits, int count) => PrefixBytes + ((long)count * (modulusBits / 4));

    public static byte[] Write(ThresholdPublicKey key, IReadOnlyList<byte[]> contributionDigests, ReadOnlySpan<byte> ciphertexts)
    {
        var payload = new byte[PrefixBytes + ciphertexts.Length];
        PayloadHeader.Write(payload, Kind, ciphertexts.Length / key.CiphertextBytes);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(PayloadHeader.Bytes), contributionDigests.Count);
        SetDigest(contributionDigests).CopyTo(payload.AsSpan(PayloadHeader.Bytes + sizeof(int)));
        ciphertexts.CopyTo(payload.AsSpan(PrefixBytes));
        return payload;
    }

    public static VerificationResult TryRead(ThresholdPublicKey key, int expectedCount, ReadOnlyMemory<byte> payload, out AggregatePayload aggregate)
    {
        aggregate = default;
        if (!PayloadHeader.TryRead(payload.Span, Kind, out int count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        if (count != expectedCount)
            return VerificationResult.Refused(VerificationReason.WrongCount);
        if (payload.Length != Bytes(key.ModulusBits, count))
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        int contributors = BinaryPrimitives.ReadInt32BigEndian(payload.Span[PayloadHeader.Bytes..]);
        if (contributors < 1 || contributors > key.Trainers)
            return VerificationResult.Refused(VerificationReason.MalformedPayload);
        aggregate = new AggregatePayload(contributors, payload[PrefixBytes..]);
        return ElementCheck.Vector(key, aggregate.Ciphertexts.Span);
    }

    private static byte[] SetDigest(IReadOnlyList<byte[]> contributionDigests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (var digest in contributionDigests.Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))))
            hash.AppendData(digest);
        return hash.GetHashAndReset();
    }
}
