using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Tests.Chaincodes;

public sealed class ChaincodeProtocolTests
{
    private static readonly ByteString Registration = new ChaincodeID { Name = TestNetwork.PackageId }.ToByteString();
    private static readonly ByteString Success = new Response { Status = 200, Payload = ByteString.CopyFromUtf8("done") }.ToByteString();

    [Fact]
    public async Task Transaction_CarriesInputAndProposal()
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(Registration);
        await using var network = await StartAsync(chaincode);
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["do", "it"]);
        var call = client.EvaluateAsync(proposal);

        Assert.Equal(Type.Registered, (await chaincode.ReadAsync()).Type);
        Assert.Equal(Type.Ready, (await chaincode.ReadAsync()).Type);
        var transaction = await chaincode.ReadAsync();
        Assert.Equal((Type.Transaction, transactionId, "flchain"), (transaction.Type, transaction.Txid, transaction.ChannelId));
        Assert.Equal(["do", "it"], ChaincodeInput.Parser.ParseFrom(transaction.Payload).Args.Select(argument => argument.ToStringUtf8()));
        Assert.Equal(proposal, transaction.Proposal);

        await chaincode.SendAsync(transaction, Type.Completed, Success);
        Assert.Equal("done", (await call).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task Requests_RefusedOrMalformed_AreAnsweredWithErrorAndTheTransactionGoesOn()
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(Registration);
        await using var network = await StartAsync(chaincode);
        var call = network.Client().EvaluateAsync("x");
        var transaction = await chaincode.ReadTransactionAsync();
        var garbage = ByteString.CopyFrom(0xFF, 0xFF);

        foreach (var type in new[] { Type.GetState, Type.PutState, Type.DelState, Type.GetStateByRange, Type.GetHistoryForKey, Type.QueryStateNext, Type.PurgePrivateData })
            Assert.Equal(Type.Error, (await chaincode.AskAsync(transaction, type, garbage)).Type);
        foreach (var type in new[] { Type.InvokeChaincode, Type.GetQueryResult, Type.GetStateMetadata, Type.PutStateMetadata, Type.Init, (Type)99 })
            Assert.Equal(Type.Error, (await chaincode.AskAsync(transaction, type, ByteString.Empty)).Type);
        Assert.Equal(Type.Error, (await chaincode.AskAsync(transaction, Type.QueryStateNext, new QueryStateNext { Id = "7" }.ToByteString())).Type);
        Assert.Equal(Type.Error, (await chaincode.AskAsync(transaction, Type.PurgePrivateData, new PurgePrivateState { Key = "public" }.ToByteString())).Type);
        var page = new GetStateByRange { Metadata = new QueryMetadata { PageSize = -1 }.ToByteString() };
        Assert.Equal(Type.Error, (await chaincode.AskAsync(transaction, Type.GetStateByRange, page.ToByteString())).Type);
        Assert.Equal(Type.Response, (await chaincode.AskAsync(transaction, Type.GetState, new GetState { Key = "a" }.ToByteString())).Type);

        await chaincode.SendAsync(transaction, Type.Completed, Success);
        Assert.Equal("done", await call);
    }

    [Fact]
    public async Task Request_ForAnUnknownTransaction_IsAnsweredWithError()
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(Registration);
        await using var network = await StartAsync(chaincode);
        var call = network.Client().EvaluateAsync("x");
        var transaction = await chaincode.ReadTransactionAsync();
        var get = new GetState { Key = "a" }.ToByteString();

        foreach (var foreign in new[] { ("somebody's", transaction.ChannelId), (transaction.Txid, "elsewhere") })
        {
            var answer = await chaincode.AskAsync(new ChaincodeMessage { Txid = foreign.Item1, ChannelId = foreign.Item2 }, Type.GetState, get);
            Assert.Equal((Type.Error, foreign.Item1), (answer.Type, answer.Txid));
        }
        await chaincode.SendAsync(transaction, Type.Keepalive, ByteString.Empty);
        await chaincode.SendAsync(transaction, Type.Completed, Success);
        Assert.Equal("done", await call);

        var late = await chaincode.AskAsync(transaction, Type.GetState, get);
        Assert.Equal(Type.Error, late.Type);
    }

    [Theory]
    [InlineData(Type.Completed, "cannot be read")]
    [InlineData(Type.Error, "transaction returned with failure: \uFFFD")]
    public async Task End_InGarbageOrError_FailsTheCall(Type type, string expected)
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(Registration);
        await using var network = await StartAsync(chaincode);
        var call = network.Client().EvaluateAsync("x");
        var transaction = await chaincode.ReadTransactionAsync();

        await chaincode.SendAsync(transaction, type, ByteString.CopyFrom(0xFF));

        var failure = await Assert.ThrowsAsync<GrpcException>(() => call);
        Assert.Contains(expected, RpcStatus.Parser.ParseFrom(failure.StatusDetails).Details.Single().Unpack<ErrorDetail>().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Type.Register, true)]
    [InlineData(Type.Ready, false)]
    public async Task Registration_InGarbageOrAnotherMessage_IsRefused(Type type, bool garbage)
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(garbage ? ByteString.CopyFrom(0xFF) : Registration, type);
        await using var network = await StartAsync(chaincode);

        await Assert.ThrowsAsync<GrpcException>(() => network.Client().EvaluateAsync("x"));
    }

    [Fact]
    public async Task Purge_RemovesThePrivateValue()
    {
        await using var chaincode = await ScriptedChaincode.StartAsync(Registration);
        await using var network = await StartAsync(chaincode);
        var client = network.Client();
        foreach (var (type, request) in new (Type, IMessage)[]
        {
            (Type.PutState, new PutState { Collection = "kept", Key = "p", Value = ByteString.CopyFromUtf8("v") }),
            (Type.PurgePrivateData, new PurgePrivateState { Collection = "kept", Key = "p" }),
        })
        {
            var commit = client.InvokeAsync("x");
            var transaction = await chaincode.ReadTransactionAsync();
            Assert.Equal(Type.Response, (await chaincode.AskAsync(transaction, type, request.ToByteString())).Type);
            await chaincode.SendAsync(transaction, Type.Completed, Success);
            await commit;
        }

        var read = client.EvaluateAsync("x");
        var last = await chaincode.ReadTransactionAsync();
        var value = await chaincode.AskAsync(last, Type.GetState, new GetState { Collection = "kept", Key = "p" }.ToByteString());
        Assert.Equal((Type.Response, 0), (value.Type, value.Payload.Length));
        await chaincode.SendAsync(last, Type.Completed, Success);
        await read;
    }

    private static Task<TestNetwork> StartAsync(ScriptedChaincode chaincode) => TestNetwork.StartAsync(options => options with
    {
        Chaincodes = [options.Chaincodes[0] with { Endpoint = new ChaincodeEndpoint(chaincode.Address) }],
    });
}
