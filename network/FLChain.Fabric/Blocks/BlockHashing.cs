using System.Formats.Asn1;
using System.Security.Cryptography;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>How Fabric chains its blocks.</summary>
public static class BlockHashing
{
    /// <summary>The header as it is hashed and signed: DER <c>SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash }</c>.</summary>
    public static byte[] HeaderBytes(BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(header.Number);
            writer.WriteOctetString(header.PreviousHash.Span);
            writer.WriteOctetString(header.DataHash.Span);
        }
        return writer.Encode();
    }

    /// <summary>SHA-256 of <see cref="HeaderBytes"/>: the next block's <c>previous_hash</c>. 32 bytes.</summary>
    public static byte[] HeaderHash(BlockHeader header) => SHA256.HashData(HeaderBytes(header));

    /// <summary>SHA-256 of all entries one after another: the header's <c>data_hash</c>. 32 bytes.</summary>
    public static byte[] DataHash(BlockData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in data.Data)
            hash.AppendData(entry.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>What a signature in a block's metadata covers: the metadata's value, the signature's header, the block's <see cref="HeaderBytes"/>.</summary>
    public static byte[] MetadataSignedBytes(ByteString value, ByteString signatureHeader, BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(signatureHeader);
        return [.. value.Span, .. signatureHeader.Span, .. HeaderBytes(header)];
    }
}
