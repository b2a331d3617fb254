using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FLChain.TrainerSdk.State;

/// <summary>
/// Where a trainer stands after an iteration: the federation's weights, and what quantization has left over.
/// Layout, little-endian: magic "FLCP" and version 1 (8 bytes), iteration (4), parameter count (4), weights (4 each),
/// length of the residue (4), residue, SHA-256 of all before (32).
/// </summary>
/// <param name="Iteration">Last iteration that is applied; 0 before the first.</param>
/// <param name="Weights">The federation's weights after it.</param>
/// <param name="Residue">Saved error feedback.</param>
internal sealed record Checkpoint(int Iteration, float[] Weights, byte[] Residue)
{
    private const int HeaderBytes = 16;
    private const int DigestBytes = 32;
    private static ReadOnlySpan<byte> Magic => "FLCP\u0001\0\0\0"u8;

    public byte[] Encode()
    {
        var bytes = new byte[HeaderBytes + 4 * Weights.Length + 4 + Residue.Length + DigestBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Iteration);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Weights.Length);
        FloatBytes.Write(Weights, bytes.AsSpan(HeaderBytes));
        var at = HeaderBytes + 4 * Weights.Length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), Residue.Length);
        Residue.CopyTo(bytes, at + 4);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestBytes), bytes.AsSpan(bytes.Length - DigestBytes));
        return bytes;
    }

    /// <summary>Null when the bytes are not a whole checkpoint of that many parameters.</summary>
    public static Checkpoint? TryDecode(ReadOnlySpan<byte> bytes, int parameterCount)
    {
        if (bytes.Length < HeaderBytes + 4L * parameterCount + 4 + DigestBytes || !bytes.StartsWith(Magic)) return null;
        var body = bytes[..^DigestBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^DigestBytes..])) return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) != parameterCount) return null;

        var weights = FloatBytes.Read(bytes.Slice(HeaderBytes, 4 * parameterCount));
        var residueAt = HeaderBytes + 4 * parameterCount;
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[residueAt..]) == body.Length - residueAt - 4
            ? new Checkpoint(BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), weights, body[(residueAt + 4)..].ToArray())
            : null;
    }
}
