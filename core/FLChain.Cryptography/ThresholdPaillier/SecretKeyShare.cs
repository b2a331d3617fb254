using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// One trainer's share s_j = f(j) of the decryption key (paper, Algorithm 2). It belongs to its trainer alone; any t
/// shares open every ciphertext of the federation. Dispose it to zero its memory. Reading is thread-safe.
/// </summary>
public sealed class SecretKeyShare : IDisposable
{
    private const ushort Version = 1;
    private const int HeaderBytes = 4 + 2 + 2 + 4;

    private readonly SecretInteger value;
    private bool disposed;

    internal SecretKeyShare(int trainerIndex, SecretInteger value)
    {
        TrainerIndex = trainerIndex;
        this.value = value;
    }

    /// <summary>j, from 1 to N.</summary>
    public int TrainerIndex { get; }

    /// <summary>s_j, in as many limbs as n² has.</summary>
    internal SecretInteger Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return value;
        }
    }

    private static ReadOnlySpan<byte> Tag => "FLPX"u8;

    /// <summary>
    /// The canonical form: "FLPX", version (u16), j (u16), width of s_j in bytes (u32), s_j; all big-endian. The caller
    /// owns the array and zeroes it after sealing it.
    /// </summary>
    public byte[] Encode()
    {
        int width = Value.LimbCount * sizeof(ulong);
        var bytes = new byte[HeaderBytes + width];
        Tag.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)TrainerIndex);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), width);
        Value.WriteBigEndian(bytes.AsSpan(HeaderBytes));
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <returns>False when the bytes are not the encoding of a share; never throws. Whether it fits a key is <see cref="ThresholdPublicKey.VerifyShareKey"/>.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SecretKeyShare? share)
    {
        share = null;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Tag) || BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != Version)
            return false;
        int index = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        int width = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]);
        if (index is < 1 or > SecurityParameters.MaximumTrainers || width != bytes.Length - HeaderBytes
            || width is < SecurityParameters.MinimumTestModulusBits / 4 or > SecurityParameters.MaximumModulusBits / 4
            || width % sizeof(ulong) != 0)
            return false;
        var value = SecretInteger.FromBigEndian(bytes[HeaderBytes..]);
        if (value.IsZero)
            return false;
        share = new SecretKeyShare(index, value);
        return true;
    }

    /// <summary>Zeroes the share; a second call does nothing.</summary>
    public void Dispose()
    {
        disposed = true;
        value.Dispose();
    }
}
