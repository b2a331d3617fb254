using System.Text;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>The rarer calls of the stub: keys' own policies, purging, query languages, other chaincodes.</summary>
public sealed class ChaincodeStubFullTests
{
    private static readonly SignaturePolicy Policy = SignaturePolicy.AllOf("AuthorityMSP");

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    public async Task SetValidationParameter_WithAPolicyAndWithout_IsOneEntry(string collection)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            foreach (SignaturePolicy? policy in new[] { Policy, null })
            {
                await (collection.Length > 0
                    ? stub.SetPrivateDataValidationParameterAsync(collection, "k", policy)
                    : stub.SetStateValidationParameterAsync("k", policy));
            }

            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        foreach (byte[] value in new[] { Policy.ToBytes(), [] })
        {
            var entry = new StateMetadata { Metakey = "VALIDATION_PARAMETER", Value = ByteString.CopyFrom(value) };
            Assert.Equal(
                new PutStateMetadata { Key = "k", Collection = collection, Metadata = entry },
                await served.Peer.ReceiveAsync(MessageType.PutStateMetadata, invocation, PutStateMetadata.Parser));
            await served.Peer.AnswerAsync(invocation);
        }

        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    [Theory]
    [InlineData("", "VALIDATION_PARAMETER", true)]
    [InlineData("c", "VALIDATION_PARAMETER", true)]
    [InlineData("", "SOMETHING_ELSE", false)]
    public async Task GetValidationParameter_AmongTheEntries_IsThePolicy(string collection, string name, bool isThere)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            SignaturePolicy? policy = collection.Length > 0
                ? await stub.GetPrivateDataValidationParameterAsync(collection, "k")
                : await stub.GetStateValidationParameterAsync("k");
            return ChaincodeResponse.Ok(policy?.ToBytes() ?? "none"u8.ToArray());
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new GetStateMetadata { Key = "k", Collection = collection },
            await served.Peer.ReceiveAsync(MessageType.GetStateMetadata, invocation, GetStateMetadata.Parser));
        var answer = new StateMetadataResult
        {
            Entries = { new StateMetadata { Metakey = "OTHER" }, new StateMetadata { Metakey = name, Value = ByteString.CopyFrom(Policy.ToBytes()) } },
        };
        await served.Peer.AnswerAsync(invocation, answer);
        Assert.Equal(isThere ? Policy.ToBytes() : "none"u8.ToArray(), (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToByteArray());
    }

    [Fact]
    public async Task GetValidationParameter_ThatCannotBeRead_FailsTheTransaction()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await stub.GetStateValidationParameterAsync("k");
            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateMetadata, invocation);
        var answer = new StateMetadataResult { Entries = { new StateMetadata { Metakey = "VALIDATION_PARAMETER", Value = ByteString.CopyFromUtf8("junk") } } };
        await served.Peer.AnswerAsync(invocation, answer);
        Assert.Equal((500, "the key's policy cannot be read"), Outcome(await served.Peer.ReceiveResponseAsync(invocation)));
    }

    [Fact]
    public async Task Purge_IsOneRequest()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await stub.PurgePrivateDataAsync("c", "k");
            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new PurgePrivateState { Key = "k", Collection = "c" },
            await served.Peer.ReceiveAsync(MessageType.PurgePrivateData, invocation, PurgePrivateState.Parser));
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    public async Task Query_InThePeersLanguage_GivesItsRowsBatchByBatch(string collection)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            var keys = new List<string>();
            IAsyncEnumerable<KeyValue> rows = collection.Length > 0 ? stub.GetPrivateDataQueryResultAsync(collection, "{}") : stub.GetQueryResultAsync("{}");
            await foreach (KeyValue row in rows)
            {
                keys.Add(row.Key);
            }

            return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(string.Join(',', keys)));
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new GetQueryResult { Query = "{}", Collection = collection },
            await served.Peer.ReceiveAsync(MessageType.GetQueryResult, invocation, GetQueryResult.Parser));
        await served.Peer.AnswerAsync(invocation, Batch("a", hasMore: true));
        Assert.Equal("7", (await served.Peer.ReceiveAsync(MessageType.QueryStateNext, invocation, QueryStateNext.Parser)).Id);
        await served.Peer.AnswerAsync(invocation, Batch("b", hasMore: false));
        Assert.Equal("a,b", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task Query_WhereThePeerHasNoLanguage_FailsTheTransaction()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await foreach (KeyValue _ in stub.GetQueryResultAsync("{}"))
            {
                // No row will come.
            }

            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetQueryResult, invocation);
        await served.Peer.RefuseAsync(invocation, "ExecuteQuery not supported for leveldb");
        Assert.Equal((500, "the peer refused GetQueryResult"), Outcome(await served.Peer.ReceiveResponseAsync(invocation)));
        Assert.Contains(served.Log.TextsOf(2012), line => line.Contains("not supported for leveldb", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "other")]
    [InlineData("ch2", "other/ch2")]
    public async Task InvokeChaincode_ThatAnswers_GivesItsResponse(string channel, string target)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            ChaincodeResponse answer = await stub.InvokeChaincodeAsync("other", ["f"u8.ToArray(), new byte[] { 0 }], channel);
            return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes($"{answer.Status} {answer.Message} {Convert.ToHexStringLower(answer.Payload.Span)}"));
        });
        Invocation invocation = await served.InvokeAsync("f");
        ChaincodeSpec called = await served.Peer.ReceiveAsync(MessageType.InvokeChaincode, invocation, ChaincodeSpec.Parser);
        Assert.Equal(target, called.ChaincodeId.Name);
        Assert.Equal([ByteString.CopyFromUtf8("f"), ByteString.CopyFrom(0)], called.Input.Args);
        var response = new Response { Status = 404, Message = "none", Payload = ByteString.CopyFrom(0xab) };
        await served.Peer.AnswerAsync(invocation, new ChaincodeMessage { Type = MessageType.Completed, Payload = response.ToByteString() });
        Assert.Equal("404 none ab", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData("error message")]
    [InlineData("refusal")]
    [InlineData("junk")]
    public async Task InvokeChaincode_ThatGivesNoAnswer_FailsTheTransaction(string how)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => await stub.InvokeChaincodeAsync("other", ["f"u8.ToArray()]));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.InvokeChaincode, invocation);
        await (how switch
        {
            "error message" => served.Peer.AnswerAsync(invocation, new ChaincodeMessage { Type = MessageType.Error, Payload = ByteString.CopyFromUtf8("broken") }),
            "refusal" => served.Peer.RefuseAsync(invocation, "chaincode other not found"),
            _ => served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(0xff)),
        });
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal(500, response.Status);
        Assert.DoesNotContain("other not found", response.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<IChaincodeStub, Task>> WrongCalls => new()
    {
        { "purge without a collection", stub => stub.PurgePrivateDataAsync("", "k") },
        { "purge without a key", stub => stub.PurgePrivateDataAsync("c", "") },
        { "policy without a key", stub => stub.SetStateValidationParameterAsync("", Policy) },
        { "policy read without a key", stub => stub.GetStateValidationParameterAsync("") },
        { "private policy without a collection", stub => stub.SetPrivateDataValidationParameterAsync("", "k", Policy) },
        { "private policy read without a collection", stub => stub.GetPrivateDataValidationParameterAsync("", "k") },
        { "chaincode without a name", stub => stub.InvokeChaincodeAsync("", []) },
        { "query without a text", stub => stub.GetQueryResultAsync("").GetAsyncEnumerator().MoveNextAsync().AsTask() },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(WrongCalls))]
    public async Task WrongArguments_AreRefusedBeforeThePeerHearsOfThem(string what, Func<IChaincodeStub, Task> call)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => call(stub));
            return ChaincodeResponse.Ok();
        });
        Response response = await served.Peer.ReceiveResponseAsync(await served.InvokeAsync(what));
        Assert.True(response.Status == 200, what);
    }

    private static (int Status, string Message) Outcome(Response response) => (response.Status, response.Message);

    private static QueryResponse Batch(string key, bool hasMore) => new()
    {
        Id = "7",
        HasMore = hasMore,
        Results = { new QueryResultBytes { ResultBytes = new KV { Key = key, Value = ByteString.CopyFrom(1) }.ToByteString() } },
    };
}
