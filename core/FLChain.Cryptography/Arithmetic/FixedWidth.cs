using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>Unsigned big-endian integers of a fixed width: the form of every number in a payload.</summary>
internal static class FixedWidth
{
    public static BigInteger Read(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    /// <exception cref="ArgumentOutOfRangeException">The value is negative or does not fit.</exception>
    public static void Write(BigInteger value, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        int length = value.GetByteCount(isUnsigned: true);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, target.Length, nameof(value));
        target[..^length].Clear();
        value.TryWriteBytes(target[^length..], out _, isUnsigned: true, isBigEndian: true);
    }

    public static byte[] Encode(BigInteger value, int bytes)
    {
        var encoded = new byte[bytes];
        Write(value, encoded);
        return encoded;
    }
}
