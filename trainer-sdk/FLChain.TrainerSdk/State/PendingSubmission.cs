using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FLChain.TrainerSdk.State;

/// <summary>
/// A masked gradient that may or may not have reached the ledger: written before it is submitted, so that a trainer that
/// is killed in between knows what it gave. The seed is kept until the iteration is final and then erased with it; of a
/// gradient that is drawn for inspection it is kept elsewhere.
/// Layout, little-endian: magic "FLPS" and version 1 (8 bytes), iteration (4), digest of the payload (64), seed (32),
/// length of the residue (4), residue, SHA-256 of all before (32).
/// </summary>
/// <param name="Iteration">Iteration it belongs to.</param>
/// <param name="Digest">SHA-512 of the payload.</param>
/// <param name="Seed">What the randomness of the ciphertexts was expanded from.</param>
/// <param name="Residue">Error feedback as it is once the submission counts.</param>
internal sealed record PendingSubmission(int Iteration, byte[] Digest, byte[] Seed, byte[] Residue)
{
    private const int FixedBytes = 8 + 4 + 64 + 32 + 4;
    private const int ChecksumBytes = 32;
    private static ReadOnlySpan<byte> Magic => "FLPS\u0001\0\0\0"u8;

    public byte[] Encode()
    {
        var bytes = new byte[FixedBytes + Residue.Length + ChecksumBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Iteration);
        Digest.CopyTo(bytes, 12);
        Seed.CopyTo(bytes, 76);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(108), Residue.Length);
        Residue.CopyTo(bytes, FixedBytes);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - ChecksumBytes), bytes.AsSpan(bytes.Length - ChecksumBytes));
        return bytes;
    }

    /// <summary>Null when the bytes are not a whole submission.</summary>
    public static PendingSubmission? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes + ChecksumBytes || !bytes.StartsWith(Magic)) return null;
        var body = bytes[..^ChecksumBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^ChecksumBytes..])) return null;
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[108..]) == body.Length - FixedBytes
            ? new PendingSubmission(
                BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
                bytes[12..76].ToArray(),
                bytes[76..108].ToArray(),
                body[FixedBytes..].ToArray())
            : null;
    }
}
