using FLChain.DevPeer.Protos;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Services;

public sealed class SystemQueryTests
{
    [Fact]
    public async Task Qscc_Questions_AreAnsweredFromTheChain()
    {
        await using var network = await TestNetwork.StartAsync();
        var (transactionId, number) = await network.Client().CommitAsync("put", "a", "1");
        await network.Client().CommitAsync("put", "a", "2");
        var client = network.Client(chaincode: "qscc");

        var blocks = await network.Client().BlocksAsync(0, 2);

        var info = BlockchainInfo.Parser.ParseFrom(await AskAsync(client, "GetChainInfo"));
        Assert.Equal(3UL, info.Height);
        Assert.Equal(BlockHashing.HeaderHash(blocks[2].Header), info.CurrentBlockHash.ToByteArray());
        Assert.Equal(blocks[2].Header.PreviousHash, info.PreviousBlockHash);
        Assert.Equal(blocks[1], Block.Parser.ParseFrom(await AskAsync(client, "GetBlockByNumber", ByteString.CopyFromUtf8($"{number}"))));
        Assert.Equal(blocks[1], Block.Parser.ParseFrom(await AskAsync(client, "GetBlockByTxID", ByteString.CopyFromUtf8(transactionId))));
        var transaction = ProcessedTransaction.Parser.ParseFrom(await AskAsync(client, "GetTransactionByID", ByteString.CopyFromUtf8(transactionId)));
        Assert.Equal(blocks[1].Data.Data.Single(), transaction.TransactionEnvelope);
        Assert.Equal((int)TxValidationCode.Valid, transaction.ValidationCode);
    }

    [Theory]
    [InlineData("GetBlockByNumber", "99")]
    [InlineData("GetBlockByNumber", "18446744073709551615")]
    [InlineData("GetBlockByNumber", "-1")]
    [InlineData("GetTransactionByID", "nobody knows")]
    [InlineData("GetBlockByHash", "")]
    [InlineData("Nothing", "")]
    public async Task Qscc_NothingFound_IsAnError(string question, string subject)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client(chaincode: "qscc");

        var failure = await Assert.ThrowsAsync<GrpcException>(() => AskAsync(client, question, ByteString.CopyFromUtf8(subject)));

        Assert.Equal(GrpcStatusCode.Unknown, failure.StatusCode);
    }

    [Fact]
    public async Task Qscc_EndorsedOrOnAnotherChannel_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client(chaincode: "qscc");

        await Assert.ThrowsAsync<GrpcException>(() => client.EndorseAsync(client.Propose(["GetChainInfo", "flchain"]).Signed));
        await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("GetChainInfo", "other"));
        await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("GetChainInfo"));
    }

    private static async Task<ByteString> AskAsync(TestClient client, string question, ByteString? subject = null)
    {
        string[] arguments = subject is null ? [question, "flchain"] : [question, "flchain", subject.ToStringUtf8()];
        return (await client.EvaluateAsync(client.Propose(arguments).Signed)).Payload;
    }
}
