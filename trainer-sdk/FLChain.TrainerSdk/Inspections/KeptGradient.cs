using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>
/// A drawn gradient with what its author needs to show how it came about. Whoever has the seed sees the gradient.
/// Layout, little-endian: magic "FLKG" and version 1 (8 bytes), iteration (4), parameter count (4), length of the payload
/// (4), seed (32), weights (4 each), payload, SHA-256 of all before (32).
/// </summary>
/// <param name="Iteration">Iteration that it was given in.</param>
/// <param name="Seed">What the randomness of its mask was expanded from, 32 bytes; the reader erases it.</param>
/// <param name="Payload">The masked gradient as it was submitted.</param>
/// <param name="Weights">The federation's weights before the iteration.</param>
internal sealed record KeptGradient(int Iteration, byte[] Seed, byte[] Payload, float[] Weights)
{
    private const int SeedAt = 20;
    private const int SeedBytes = 32;
    private const int WeightsAt = SeedAt + SeedBytes;
    private const int ChecksumBytes = 32;
    private static ReadOnlySpan<byte> Magic => "FLKG\u0001\0\0\0"u8;

    /// <summary>SHA-512 of the payload, hex, as it stands on the ledger.</summary>
    public string Digest => Naming.Digest(Payload);

    /// <summary>The file's bytes, which the caller erases.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[WeightsAt + 4 * Weights.Length + Payload.Length + ChecksumBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Iteration);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Weights.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Payload.Length);
        Seed.CopyTo(bytes, SeedAt);
        FloatBytes.Write(Weights, bytes.AsSpan(WeightsAt));
        Payload.CopyTo(bytes, WeightsAt + 4 * Weights.Length);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - ChecksumBytes), bytes.AsSpan(bytes.Length - ChecksumBytes));
        return bytes;
    }

    /// <summary>Null when the bytes are not a whole file.</summary>
    public static KeptGradient? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < WeightsAt + ChecksumBytes || !bytes.StartsWith(Magic)) return null;
        var body = bytes[..^ChecksumBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^ChecksumBytes..])) return null;
        var parameters = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        if (parameters < 0 || payload < 0 || WeightsAt + (4L * parameters) + payload != body.Length) return null;
        return new KeptGradient(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            bytes.Slice(SeedAt, SeedBytes).ToArray(),
            body[^payload..].ToArray(),
            FloatBytes.Read(body.Slice(WeightsAt, 4 * parameters)));
    }
}
