using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Tests.Network;

/// <summary>What must hold of any run of blocks, checked from nothing but the blocks and the orderer's certificate.</summary>
internal static class ChainAssert
{
    public static void Verify(IReadOnlyList<Block> blocks, DevConsortium consortium)
    {
        using var orderer = X509Certificate2.CreateFromPem(
            File.ReadAllText(Directory.EnumerateFiles(Path.Combine(consortium.Orderer.NodeMspFolder, "signcerts")).Single()));
        var lastConfig = 0UL;
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            Assert.Equal((ulong)i, block.Header.Number);
            Assert.Equal(i == 0 ? [] : BlockHashing.HeaderHash(blocks[i - 1].Header), block.Header.PreviousHash.ToByteArray());
            Assert.Equal(BlockHashing.DataHash(block.Data), block.Header.DataHash.ToByteArray());
            Assert.Equal(5, block.Metadata.Metadata.Count);
            Assert.Equal(block.Data.Data.Count, block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter].Length);
            Assert.Equal(32, Metadata.Parser.ParseFrom(block.Metadata.Metadata[(int)BlockMetadataIndex.CommitHash]).Value.Length);
            if (BlockTransaction.ReadAll(block).First().Envelope.Transaction?.Type == HeaderType.Config)
                lastConfig = block.Header.Number;
            VerifySignature(block, orderer, lastConfig);
        }
    }

    private static void VerifySignature(Block block, X509Certificate2 orderer, ulong lastConfig)
    {
        var metadata = Metadata.Parser.ParseFrom(block.Metadata.Metadata[(int)BlockMetadataIndex.Signatures]);
        var signature = Assert.Single(metadata.Signatures);
        Assert.True(X509Identity.TryParse(SignatureHeader.Parser.ParseFrom(signature.SignatureHeader).Creator, out var signer, out _));
        Assert.Equal(orderer.Thumbprint, signer.Certificate.Thumbprint);
        var signed = BlockHashing.MetadataSignedBytes(metadata.Value, signature.SignatureHeader, block.Header);
        Assert.True(signer.Verify(signed, signature.Signature.Span));
        Assert.Equal(lastConfig, OrdererBlockMetadata.Parser.ParseFrom(metadata.Value).LastConfig.Index);
    }
}
