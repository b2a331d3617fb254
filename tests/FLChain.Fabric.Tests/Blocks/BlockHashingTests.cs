using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Blocks;

/// <summary>Vectors computed from the definition by another program (Python's hashlib over hand-laid DER).</summary>
public sealed class BlockHashingTests
{
    [Theory]
    [InlineData(0UL, 0, "3027020100040004200202020202020202020202020202020202020202020202020202020202020202", "0a3e038c1e47233245443e7b5d6f0b9a22bbf19120874368460d2145368442e4")]
    [InlineData(5UL, 32, "30470201050420010101010101010101010101010101010101010101010101010101010101010104200202020202020202020202020202020202020202020202020202020202020202", "ec980839dd06b0659639a7aa0d03571b9a2decdaabdeb8c851cacdcf8699761c")]
    [InlineData(128UL, 32, "3048020200800420010101010101010101010101010101010101010101010101010101010101010104200202020202020202020202020202020202020202020202020202020202020202", "c0ffbca2c19ee62fc3e76d183167f01a4de3f8f27c83daf84ee54d30774edb24")]
    [InlineData(ulong.MaxValue, 32, "304f020900ffffffffffffffff0420010101010101010101010101010101010101010101010101010101010101010104200202020202020202020202020202020202020202020202020202020202020202", "04ef0f8d995f7f46582885653b0c2a342bda707322a5e29aed1a267dea42711d")]
    public void HeaderBytesAndHash_FixedVectors_Match(ulong number, int previousBytes, string expectedBytes, string expectedHash)
    {
        var header = new BlockHeader
        {
            Number = number,
            PreviousHash = ByteString.CopyFrom(Enumerable.Repeat((byte)1, previousBytes).ToArray()),
            DataHash = ByteString.CopyFrom(Enumerable.Repeat((byte)2, 32).ToArray()),
        };
        Assert.Equal(expectedBytes, Convert.ToHexStringLower(BlockHashing.HeaderBytes(header)));
        Assert.Equal(expectedHash, Convert.ToHexStringLower(BlockHashing.HeaderHash(header)));
    }

    [Fact]
    public void DataHash_Entries_HashOfTheirConcatenation()
    {
        var data = new BlockData { Data = { ByteString.CopyFromUtf8("abc"), ByteString.CopyFromUtf8("def") } };
        Assert.Equal("bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721", Convert.ToHexStringLower(BlockHashing.DataHash(data)));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(BlockHashing.DataHash(new BlockData())));
    }

    [Fact]
    public void TransactionId_FixedVector_LowerCaseHex()
        => Assert.Equal(
            "151635d156b87fcdd972bf6d45d83eb75864e6b9caff423a784c5c4e58051968",
            ProposalHashing.TransactionId(Enumerable.Range(0, 24).Select(i => (byte)i).ToArray(), "creator"u8));

    [Fact]
    public void MetadataSignedBytes_ValueThenSignatureHeaderThenHeader()
    {
        var header = new BlockHeader { Number = 1 };
        var signed = BlockHashing.MetadataSignedBytes(ByteString.CopyFrom(7), ByteString.CopyFrom(8, 9), header);
        Assert.Equal([7, 8, 9, .. BlockHashing.HeaderBytes(header)], signed);
    }
}
