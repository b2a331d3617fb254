using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>One entry of a block: the transaction and the peer's verdict over it.</summary>
/// <param name="Index">Its place in the block, from 0.</param>
/// <param name="ValidationCode">The peer's verdict from the block's metadata; NOT_VALIDATED where that has none.</param>
/// <param name="Bytes">The envelope's bytes.</param>
/// <param name="Envelope">The transaction, or why it cannot be read.</param>
public sealed record BlockTransaction(int Index, TxValidationCode ValidationCode, ByteString Bytes, EnvelopeParseResult Envelope)
{
    /// <summary>Reads the entries of a block in their order. Never throws for hostile bytes.</summary>
    public static IEnumerable<BlockTransaction> ReadAll(Block block, EnvelopeLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(block);
        limits ??= new EnvelopeLimits();
        var metadata = block.Metadata?.Metadata;
        var verdicts = metadata?.Count > (int)BlockMetadataIndex.TransactionsFilter
            ? metadata[(int)BlockMetadataIndex.TransactionsFilter]
            : ByteString.Empty;
        return (block.Data?.Data ?? []).Select((bytes, index) => new BlockTransaction(
            index,
            index < verdicts.Length ? (TxValidationCode)verdicts[index] : TxValidationCode.NotValidated,
            bytes,
            TransactionEnvelope.Parse(bytes.Memory, limits)));
    }
}
