using System.Buffers.Binary;
using System.Text;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// The <c>info</c> input of HKDF: a label and a list of fields, each with its length in front (4 bytes, big-endian),
/// so that no two different lists give the same bytes.
/// </summary>
internal sealed class DerivationInfo
{
    private readonly List<byte> bytes = [];

    public DerivationInfo(string label) => Add(Encoding.ASCII.GetBytes(label));

    public DerivationInfo Add(ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        bytes.AddRange(length);
        bytes.AddRange(field);
        return this;
    }

    public DerivationInfo Add(string field) => Add(Encoding.UTF8.GetBytes(field));

    public DerivationInfo Add(int field)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(value, field);
        return Add(value);
    }

    public byte[] ToArray() => bytes.ToArray();
}
