namespace FLChain.DevPeer.Ledger;

/// <summary>Bytes that compare by content, as a dictionary key.</summary>
internal readonly struct ByteSequence(byte[] bytes) : IEquatable<ByteSequence>, IComparable<ByteSequence>
{
    private readonly byte[] bytes = bytes;

    public byte[] Bytes => bytes;

    public bool Equals(ByteSequence other) => bytes.AsSpan().SequenceEqual(other.bytes);

    public override bool Equals(object? obj) => obj is ByteSequence other && Equals(other);

    public int CompareTo(ByteSequence other) => bytes.AsSpan().SequenceCompareTo(other.bytes);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
