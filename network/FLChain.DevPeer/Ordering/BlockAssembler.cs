using System.Security.Cryptography;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Ordering;

/// <summary>Chains envelopes into a block and signs it as the orderer. The peer's part of the metadata comes later.</summary>
internal sealed class BlockAssembler(SigningIdentity orderer)
{
    private const int NonceBytes = 24;
    private const int MetadataEntries = 5;

    public Block Assemble(ChainTip tip, IReadOnlyList<ByteString> envelopes, ulong lastConfigBlock)
    {
        var block = new Block { Data = new BlockData(), Metadata = new BlockMetadata() };
        block.Data.Data.AddRange(envelopes);
        block.Header = new BlockHeader
        {
            Number = tip.Height,
            PreviousHash = ByteString.CopyFrom(tip.BlockHash),
            DataHash = ByteString.CopyFrom(BlockHashing.DataHash(block.Data)),
        };
        block.Metadata.Metadata.AddRange(Enumerable.Repeat(ByteString.Empty, MetadataEntries));
        block.Metadata.Metadata[(int)BlockMetadataIndex.Signatures] = Sign(block.Header, lastConfigBlock).ToByteString();
        return block;
    }

    /// <summary>Adds what the committing peer says: the verdicts, and the hash over all updates so far.</summary>
    public static void Complete(Block block, byte[] verdicts, byte[] commitHash)
    {
        block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter] = ByteString.CopyFrom(verdicts);
        block.Metadata.Metadata[(int)BlockMetadataIndex.CommitHash] =
            new Metadata { Value = ByteString.CopyFrom(commitHash) }.ToByteString();
    }

    private Metadata Sign(BlockHeader header, ulong lastConfigBlock)
    {
        var value = new OrdererBlockMetadata { LastConfig = new LastConfig { Index = lastConfigBlock } }.ToByteString();
        var signatureHeader = new SignatureHeader
        {
            Creator = orderer.Identity.Serialized,
            Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes)),
        }.ToByteString();
        var signature = orderer.Sign(BlockHashing.MetadataSignedBytes(value, signatureHeader, header));
        var metadata = new Metadata { Value = value };
        metadata.Signatures.Add(new MetadataSignature { SignatureHeader = signatureHeader, Signature = ByteString.CopyFrom(signature) });
        return metadata;
    }
}
