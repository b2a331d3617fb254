using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Chain;

/// <summary>Everything about a block that needs neither the blocks before it nor the state. Safe for concurrent use.</summary>
internal sealed class BlockCheck(TransactionJudge judge, MemberDirectory members, AuditJournal journal)
{
    private const int MetadataEntries = 5;

    private static readonly string[] Orderers = ["orderer"];

    /// <summary>Judges a block; null where parts of it are missing and nothing more can be said.</summary>
    public CheckedBlock? Check(Block block, ulong number)
    {
        var place = new AuditPlace(number);
        journal.Examined(AuditCheckKind.Blocks);
        if (block.Header is not { } header || block.Data is not { } data || block.Metadata is null)
        {
            journal.Error(AuditCheckKind.Blocks, place, "a block with header, data and metadata", "parts of it are missing");
            return null;
        }

        var hash = BlockHashing.DataHash(data);
        if (!header.DataHash.Span.SequenceEqual(hash))
            journal.Error(AuditCheckKind.Blocks, place, $"data hash {Printable.Hex(header.DataHash.Span)}", $"data that hash to {Printable.Hex(hash)}");
        var flags = BlockMetadataReader.Entry(block, BlockMetadataIndex.TransactionsFilter);
        if (flags.Length != data.Data.Count)
            journal.Error(AuditCheckKind.Blocks, place, $"verdicts for {data.Data.Count} transactions", $"{flags.Length} verdicts");
        if (HasForeignFields(block, header))
            journal.Error(AuditCheckKind.Blocks, place, "a block in Fabric's form", "fields that no block has");
        CheckOrderer(block, header, place);

        var transactions = data.Data.Select((bytes, index) =>
            judge.Judge(index, index < flags.Length ? (TxValidationCode)flags[index] : null, bytes));
        return new CheckedBlock(block, BlockHashing.HeaderHash(header), [.. transactions]);
    }

    // Header and metadata are hashed and signed by their fields: whatever else their bytes say, no hash covers.
    private static bool HasForeignFields(Block block, BlockHeader header) =>
        block.Metadata.Metadata.Count > MetadataEntries
        || !header.Equals(new BlockHeader { Number = header.Number, PreviousHash = header.PreviousHash, DataHash = header.DataHash })
        || block.CalculateSize() != Bare(block).CalculateSize();

    private static Block Bare(Block block)
    {
        var bare = new Block { Header = block.Header, Data = new BlockData(), Metadata = new BlockMetadata() };
        bare.Data.Data.AddRange(block.Data.Data);
        bare.Metadata.Metadata.AddRange(block.Metadata.Metadata);
        return bare;
    }

    private void CheckOrderer(Block block, BlockHeader header, AuditPlace place)
    {
        journal.Examined(AuditCheckKind.Orderer);
        var entry = BlockMetadataReader.Entry(block, BlockMetadataIndex.Signatures);

        if (!BlockMetadataReader.TryRead(entry, out var metadata) || metadata.Signatures.Count == 0)
        {
            // Fabric's genesis block is made by an administrator and signed by nobody: the auditor's anchors stand in its place.
            if (metadata is null || header.Number != 0 || !IsConfigAlone(block))
                journal.Error(AuditCheckKind.Orderer, place, "an orderer's signature over the block", "none");
            return;
        }

        foreach (var signature in metadata.Signatures)
        {
            var fault = FaultOf(signature, metadata, header);
            if (fault is not null) journal.Error(AuditCheckKind.Orderer, place, "an orderer's signature over the block", fault);
        }

        if (!BlockMetadataReader.TryReadSigned(metadata.Value, out var lastConfig, out var consensus))
            journal.Error(AuditCheckKind.Orderer, place, "signed metadata in Fabric's form", "bytes that cannot be read");
        RequireCopy(block, BlockMetadataIndex.LastConfig, lastConfig, place);
        RequireCopy(block, BlockMetadataIndex.Orderer, consensus, place);
    }

    private string? FaultOf(MetadataSignature signature, Metadata metadata, BlockHeader header)
    {
        SignatureHeader signer;
        try
        {
            signer = SignatureHeader.Parser.ParseFrom(signature.SignatureHeader);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return "a signature header that cannot be read";
        }

        if (!members.TryFindAs(signer.Creator, Orderers, out var orderer, out var unknown)) return unknown;
        if (!orderer.OrdersBlocks) return $"a signature of {orderer.MspId}, which orders no blocks";
        var signed = BlockHashing.MetadataSignedBytes(metadata.Value, signature.SignatureHeader, header);
        return orderer.Identity.Verify(signed, signature.Signature.Span) ? null : "a signature that does not hold, or is not low-S";
    }

    // Older readers look for these in entries of their own, which no signature covers: they must say what the signed one says.
    private void RequireCopy(Block block, BlockMetadataIndex index, Google.Protobuf.ByteString signed, AuditPlace place)
    {
        var entry = BlockMetadataReader.Entry(block, index);
        if (entry.IsEmpty) return;
        if (!BlockMetadataReader.TryRead(entry, out var copy) || !copy.Value.Equals(signed))
            journal.Error(AuditCheckKind.Blocks, place, $"metadata {index} as the orderer signed it", "something else");
    }

    private static bool IsConfigAlone(Block block) =>
        block.Data.Data.Count == 1 && TransactionEnvelope.Parse(block.Data.Data[0].Memory) is { IsValid: true, Transaction.Type: HeaderType.Config };
}
