using System.Text;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Queries come in batches; what is left open is closed, however the contract leaves it.</summary>
public sealed class ChaincodeStubQueryTests
{
    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData("", "", "\u0001")]
    [InlineData("\0type\0ann\0", "\0type\0ann\0\U0010ffff", "\0type\0ann\0")]
    public async Task Range_InThreeBatches_GivesAllRowsAndNeedsNoClose(string start, string end, string startOnTheWire)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => await JoinAsync(stub.GetStateByRangeAsync(start, end), row => $"{row.Key}={row.Value[0]}"));
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new GetStateByRange { StartKey = startOnTheWire, EndKey = end },
            await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation, GetStateByRange.Parser));
        await served.Peer.AnswerAsync(invocation, Batch(true, Row("a", 1), Row("b", 2)));
        Assert.Equal("q", (await served.Peer.ReceiveAsync(MessageType.QueryStateNext, invocation, QueryStateNext.Parser)).Id);
        await served.Peer.AnswerAsync(invocation, Batch(true));
        Assert.Equal("q", (await served.Peer.ReceiveAsync(MessageType.QueryStateNext, invocation, QueryStateNext.Parser)).Id);
        await served.Peer.AnswerAsync(invocation, Batch(false, Row("c", 3)));
        Assert.Equal("a=1 b=2 c=3", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task PrivateRange_CarriesTheCollection()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => await JoinAsync(stub.GetPrivateDataByRangeAsync("c", "", "z"), row => row.Key));
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new GetStateByRange { StartKey = "\u0001", EndKey = "z", Collection = "c" },
            await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation, GetStateByRange.Parser));
        await served.Peer.AnswerAsync(invocation, Batch(false, Row("p", 1)));
        Assert.Equal("p", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task History_GivesVersionsAndDeletions()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => await JoinAsync(stub.GetHistoryAsync("k"), version => $"{version.TransactionId}@{version.Timestamp.ToUnixTimeSeconds()}:{version.Value.Length}:{version.IsDelete}"));
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal("k", (await served.Peer.ReceiveAsync(MessageType.GetHistoryForKey, invocation, GetHistoryForKey.Parser)).Key);
        var deleted = new KeyModification { TxId = "t2", Timestamp = new Timestamp { Seconds = 20 }, IsDelete = true };
        var written = new KeyModification { TxId = "t1", Timestamp = new Timestamp { Seconds = 10 }, Value = ByteString.CopyFrom(1, 2) };
        await served.Peer.AnswerAsync(invocation, Batch(false, deleted, written));
        Assert.Equal("t2@20:0:True t1@10:2:False", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData("next", "next")]
    [InlineData("", "")]
    public async Task Page_CarriesSizeAndBookmark_AndGivesTheNextBookmark(string bookmark, string expected)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            StatePage page = await stub.GetStatePageAsync("", "z", 2, "here");
            return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes($"{string.Join(' ', page.Items.Select(item => item.Key))}|{page.Bookmark}"));
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new GetStateByRange { StartKey = "\u0001", EndKey = "z", Metadata = new QueryMetadata { PageSize = 2, Bookmark = "here" }.ToByteString() },
            await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation, GetStateByRange.Parser));
        QueryResponse answer = Batch(false, Row("a", 1), Row("b", 2));
        answer.Metadata = new QueryResponseMetadata { FetchedRecordsCount = 2, Bookmark = bookmark }.ToByteString();
        await served.Peer.AnswerAsync(invocation, answer);
        Assert.Equal($"a b|{expected}", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData("break")]
    [InlineData("throw")]
    [InlineData("forget")]
    public async Task Range_LeftEarly_IsClosed(string how)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            if (how == "forget")
            {
                IAsyncEnumerator<KeyValue> rows = stub.GetStateByRangeAsync("a", "b").GetAsyncEnumerator();
                await rows.MoveNextAsync();
                return ChaincodeResponse.Ok();
            }

            await foreach (KeyValue row in stub.GetStateByRangeAsync("a", "b"))
            {
                if (how == "throw")
                {
                    throw new AssetException("X", row.Key);
                }

                break;
            }

            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation);
        await served.Peer.AnswerAsync(invocation, Batch(true, Row("a", 1), Row("b", 2)));
        Assert.Equal("q", (await served.Peer.ReceiveAsync(MessageType.QueryStateClose, invocation, QueryStateClose.Parser)).Id);
        await served.Peer.AnswerAsync(invocation, new QueryResponse { Id = "q" });
        Assert.Equal(how == "throw" ? 500 : 200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
        await served.Peer.AssertQuietAsync();
    }

    [Fact]
    public async Task Range_CloseRefused_DoesNotHideWhatTheContractAnswers()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await foreach (KeyValue row in stub.GetStateByRangeAsync("a", "b"))
            {
                return ChaincodeResponse.Ok(row.Value);
            }

            return ChaincodeResponse.Error("no rows");
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation);
        await served.Peer.AnswerAsync(invocation, Batch(true, Row("a", 7)));
        await served.Peer.ReceiveAsync(MessageType.QueryStateClose, invocation);
        await served.Peer.RefuseAsync(invocation, "no such query");
        Assert.Equal([7], (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToByteArray());
        Assert.Single(served.Log.TextsOf(2014));
    }

    [Fact]
    public async Task Range_ErrorInTheMiddle_EndsTheTransactionAndClosesTheQuery()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => await JoinAsync(stub.GetStateByRangeAsync("a", "b"), row => row.Key));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation);
        await served.Peer.AnswerAsync(invocation, Batch(true, Row("a", 1)));
        await served.Peer.ReceiveAsync(MessageType.QueryStateNext, invocation);
        await served.Peer.RefuseAsync(invocation, "disk /dev/sda1 is gone");
        await served.Peer.ReceiveAsync(MessageType.QueryStateClose, invocation);
        await served.Peer.AnswerAsync(invocation);
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal((500, "the peer refused QueryStateNext"), (response.Status, response.Message));
    }

    [Fact]
    public async Task Range_OtherCallsInside_TakeTurns()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await foreach (KeyValue row in stub.GetStateByRangeAsync("a", "b"))
            {
                await stub.DeleteStateAsync(row.Key);
            }

            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation);
        await served.Peer.AnswerAsync(invocation, Batch(true, Row("a1", 1)));
        Assert.Equal("a1", (await served.Peer.ReceiveAsync(MessageType.DelState, invocation, DelState.Parser)).Key);
        await served.Peer.AnswerAsync(invocation);
        await served.Peer.ReceiveAsync(MessageType.QueryStateNext, invocation);
        await served.Peer.AnswerAsync(invocation, Batch(false, Row("a2", 1)));
        Assert.Equal("a2", (await served.Peer.ReceiveAsync(MessageType.DelState, invocation, DelState.Parser)).Key);
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("row")]
    public async Task Range_UnreadableAnswer_EndsTheTransactionOnly(string what)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => await JoinAsync(stub.GetStateByRangeAsync("a", "b"), row => row.Key));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetStateByRange, invocation);
        ByteString garbage = ByteString.CopyFrom(0xff, 0xff, 0xff);
        await served.Peer.AnswerAsync(
            invocation,
            what == "batch" ? garbage : new QueryResponse { Results = { new QueryResultBytes { ResultBytes = garbage } } }.ToByteString());
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal((500, "the peer's answer to GetStateByRange cannot be read"), (response.Status, response.Message));
        await served.Peer.AssertQuietAsync();
    }

    private static async Task<ChaincodeResponse> JoinAsync<T>(IAsyncEnumerable<T> rows, Func<T, string> show)
    {
        var shown = new List<string>();
        await foreach (T row in rows)
        {
            shown.Add(show(row));
        }

        return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(string.Join(' ', shown)));
    }

    private static KV Row(string key, byte value) => new() { Namespace = "cc", Key = key, Value = ByteString.CopyFrom(value) };

    private static QueryResponse Batch(bool hasMore, params IMessage[] rows)
    {
        var response = new QueryResponse { Id = "q", HasMore = hasMore };
        response.Results.AddRange(rows.Select(row => new QueryResultBytes { ResultBytes = row.ToByteString() }));
        return response;
    }
}
