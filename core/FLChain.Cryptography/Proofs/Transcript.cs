using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs;

/// <summary>
/// The transcript of a non-interactive proof (Fiat–Shamir over SHA-512). Every field goes in as its label and its
/// value, each with its length before it, so that no two lists of fields give the same bytes; the first field is the
/// protocol's tag. Outputs are SHA-512 of the state, a label, an index and a block counter.
/// </summary>
internal sealed class Transcript : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

    /// <param name="protocol">Tag and version of the protocol, such as "flchain/pfc/v1".</param>
    public Transcript(string protocol) => Append("protocol", protocol);

    public void Append(string label, ReadOnlySpan<byte> value)
    {
        AppendPrefixed(Encoding.UTF8.GetBytes(label));
        AppendPrefixed(value);
    }

    public void Append(string label, string value) => Append(label, Encoding.UTF8.GetBytes(value));

    public void Append(string label, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        Append(label, bytes);
    }

    /// <summary>A non-negative number in its shortest big-endian form.</summary>
    public void Append(string label, BigInteger value) => Append(label, value.ToByteArray(isUnsigned: true, isBigEndian: true));

    /// <summary>SHA-512 of everything appended so far.</summary>
    public byte[] Digest() => hash.GetCurrentHash();

    /// <summary>The challenge of <see cref="SecurityParameters.ChallengeBits"/> bits, from everything appended so far.</summary>
    public BigInteger Challenge(string label) => FixedWidth.Read(Expand(label, 0, SecurityParameters.ChallengeBits / 8));

    /// <summary><paramref name="count"/> weights of <see cref="MultiExponentiation.WeightBytes"/> bytes each, from everything appended so far.</summary>
    public byte[] Weights(string label, int count)
    {
        var weights = new byte[count * MultiExponentiation.WeightBytes];
        for (int k = 0; k < count; k++)
            Expand(label, k, MultiExponentiation.WeightBytes).CopyTo(weights, k * MultiExponentiation.WeightBytes);
        return weights;
    }

    /// <summary>A residue modulo a public number, with a bias below 2^−128.</summary>
    public BigInteger Residue(string label, int index, BigInteger modulus)
    {
        int bits = (int)modulus.GetBitLength() + SecurityParameters.ReductionSlackBits;
        return FixedWidth.Read(Expand(label, index, (bits + 7) / 8)) % modulus;
    }

    public void Dispose() => hash.Dispose();

    private byte[] Expand(string label, int index, int length)
    {
        var state = hash.GetCurrentHash();
        using var output = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var result = new byte[length];
        Span<byte> block = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> counters = stackalloc byte[2 * sizeof(int)];
        var name = Encoding.UTF8.GetBytes(label);
        for (int offset = 0, counter = 0; offset < length; offset += block.Length, counter++)
        {
            output.AppendData(state);
            BinaryPrimitives.WriteInt32BigEndian(counters, index);
            BinaryPrimitives.WriteInt32BigEndian(counters[sizeof(int)..], counter);
            output.AppendData(counters);
            output.AppendData(name);
            output.GetHashAndReset(block);
            block[..Math.Min(block.Length, length - offset)].CopyTo(result.AsSpan(offset));
        }
        return result;
    }

    private void AppendPrefixed(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }
}
