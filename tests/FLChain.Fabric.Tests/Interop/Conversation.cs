using System.Text;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Tests.Shim;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Interop;

/// <summary>What a chaincode asked of a peer in one transaction, and how it ended. The peer gives everyone the same answers.</summary>
internal sealed record Conversation(IReadOnlyList<string> Requests, string End)
{
    public static async Task<Conversation> HoldAsync(ScriptedPeer peer, Invocation invocation, bool refuse)
    {
        await peer.SendAsync(invocation);
        var requests = new List<string>();
        while (true)
        {
            ChaincodeMessage message = await peer.ReceiveAsync();
            Assert.Equal((invocation.TransactionId, invocation.ChannelId), (message.Txid, message.ChannelId));
            if (message.Type is MessageType.Completed or MessageType.Error)
            {
                return new Conversation(requests, Show(message));
            }

            requests.Add($"{message.Type} {Convert.ToHexString(message.Payload.Span)}");
            await (refuse ? peer.RefuseAsync(invocation, "refused here") : peer.AnswerAsync(invocation, Answer(message)));
        }
    }

    /// <summary>Without the closing of queries that have given their last row: the official shim closes them too, ours does not.</summary>
    public Conversation WithoutClosing() => this with { Requests = [.. Requests.Where(request => !request.StartsWith("QueryStateClose", StringComparison.Ordinal))] };

    private static string Show(ChaincodeMessage end)
    {
        if (end.Type == MessageType.Error)
        {
            return $"error {end.Payload.ToStringUtf8()}";
        }

        Response response = Response.Parser.ParseFrom(end.Payload);
        return $"{response.Status} {response.Message} {response.Payload.ToStringUtf8()} {end.ChaincodeEvent?.EventName} {end.ChaincodeEvent?.Payload.ToStringUtf8()}";
    }

    private static ByteString Answer(ChaincodeMessage request) => request.Type switch
    {
        MessageType.GetState => GetState.Parser.ParseFrom(request.Payload).Key == "absent" ? ByteString.Empty : ByteString.CopyFromUtf8("v"),
        MessageType.GetPrivateDataHash => ByteString.CopyFrom(1, 2, 254),
        MessageType.GetStateByRange => AnswerRange(GetStateByRange.Parser.ParseFrom(request.Payload)).ToByteString(),
        MessageType.QueryStateNext => Rows(false, "c").ToByteString(),
        MessageType.GetHistoryForKey => AnswerHistory().ToByteString(),
        MessageType.QueryStateClose => new QueryResponse { Id = "q" }.ToByteString(),
        _ => ByteString.Empty,
    };

    private static QueryResponse AnswerRange(GetStateByRange request)
    {
        string prefix = request.StartKey.StartsWith('\0') ? request.StartKey : string.Empty;
        string suffix = prefix.Length > 0 ? "\0" : string.Empty;
        if (request.Metadata.IsEmpty)
        {
            return Rows(prefix.Length == 0, prefix + "a" + suffix, prefix + "b" + suffix);
        }

        QueryResponse page = Rows(false, "a", "b");
        page.Metadata = new QueryResponseMetadata { FetchedRecordsCount = 2, Bookmark = "c" }.ToByteString();
        return page;
    }

    private static QueryResponse AnswerHistory()
    {
        var response = new QueryResponse { Id = "q" };
        var time = new Timestamp { Seconds = 1 };
        response.Results.Add(Wrap(new KeyModification { TxId = "t2", IsDelete = true, Timestamp = time }));
        response.Results.Add(Wrap(new KeyModification { TxId = "t1", Value = ByteString.CopyFromUtf8("v"), Timestamp = time }));
        return response;
    }

    private static QueryResponse Rows(bool hasMore, params string[] keys)
    {
        var response = new QueryResponse { Id = "q", HasMore = hasMore };
        response.Results.AddRange(keys.Select(key => Wrap(new KV { Namespace = "cc", Key = key, Value = ByteString.CopyFrom(Encoding.UTF8.GetBytes("v")) })));
        return response;
    }

    private static QueryResultBytes Wrap(IMessage row) => new() { ResultBytes = row.ToByteString() };
}
