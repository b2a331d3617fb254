using System.Diagnostics.CodeAnalysis;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Chain;

/// <summary>Reads a block's metadata, which may be anything.</summary>
internal static class BlockMetadataReader
{
    /// <summary>The bytes of one entry; empty where the block has none.</summary>
    public static ByteString Entry(Block block, BlockMetadataIndex index) =>
        block.Metadata?.Metadata is { } entries && entries.Count > (int)index ? entries[(int)index] : ByteString.Empty;

    /// <summary>An entry as value and signatures.</summary>
    public static bool TryRead(ByteString entry, [NotNullWhen(true)] out Metadata? metadata)
    {
        try
        {
            metadata = Metadata.Parser.ParseFrom(entry);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            metadata = null;
            return false;
        }
    }

    /// <summary>What the orderer signs beside the header: field 1 is the last configuration as a message, field 2 what the orderers' consensus adds.</summary>
    public static bool TryReadSigned(ByteString value, out ByteString lastConfig, out ByteString consensus)
    {
        lastConfig = consensus = ByteString.Empty;
        try
        {
            var input = value.CreateCodedInput();
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (tag == WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited)) lastConfig = input.ReadBytes();
                else if (tag == WireFormat.MakeTag(2, WireFormat.WireType.LengthDelimited)) consensus = input.ReadBytes();
                else input.SkipLastField();
            }

            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
