using System.Net;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>The peer's side of the stream over real gRPC, one message at a time as the test says.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly GrpcMethod<ChaincodeMessage, ChaincodeMessage> Connect =
        new("protos.Chaincode", "Connect", ChaincodeMessage.Parser, ChaincodeMessage.Parser);

    private readonly GrpcChannel _channel;
    private readonly GrpcDuplexCall<ChaincodeMessage, ChaincodeMessage> _call;
    private readonly IAsyncEnumerator<ChaincodeMessage> _incoming;

    private ScriptedPeer(GrpcChannel channel)
    {
        _channel = channel;
        _call = channel.Duplex(Connect);
        _incoming = _call.ReadAllAsync().GetAsyncEnumerator();
    }

    /// <summary>A stream on which nothing has been said.</summary>
    public static ScriptedPeer Dial(IPEndPoint address, GrpcChannelOptions? options = null) =>
        new(GrpcChannel.Create(new Uri($"{(options is null ? "http" : "https")}://{address}"), options));

    /// <summary>A stream that is ready for transactions.</summary>
    public static Task<ScriptedPeer> ConnectAsync(ChaincodeServer server, GrpcChannelOptions? options = null) =>
        ConnectAsync(server.Address, options);

    /// <summary>A stream that is ready for transactions.</summary>
    public static async Task<ScriptedPeer> ConnectAsync(IPEndPoint address, GrpcChannelOptions? options = null)
    {
        ScriptedPeer peer = Dial(address, options);
        // The chaincode speaks first.
        Assert.Equal(MessageType.Register, (await peer.ReceiveAsync()).Type);
        await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Registered });
        await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Ready });
        return peer;
    }

    public Task SendAsync(ChaincodeMessage message) => _call.WriteAsync(message).WaitAsync(Patience);

    public Task SendAsync(Invocation invocation) => SendAsync(invocation.ToMessage());

    /// <summary>The next message of the chaincode.</summary>
    public async Task<ChaincodeMessage> ReceiveAsync()
    {
        Assert.True(await _incoming.MoveNextAsync().AsTask().WaitAsync(Patience), "the chaincode ended the stream");
        return _incoming.Current;
    }

    /// <summary>The next message, which must be of this type and transaction.</summary>
    public async Task<ChaincodeMessage> ReceiveAsync(MessageType type, Invocation invocation)
    {
        ChaincodeMessage message = await ReceiveAsync();
        Assert.Equal((type, invocation.TransactionId, invocation.ChannelId), (message.Type, message.Txid, message.ChannelId));
        return message;
    }

    /// <summary>The next message, which must be a request of this kind.</summary>
    public async Task<T> ReceiveAsync<T>(MessageType type, Invocation invocation, MessageParser<T> parser)
        where T : IMessage<T> => parser.ParseFrom((await ReceiveAsync(type, invocation)).Payload);

    /// <summary>The next message, which must complete the transaction.</summary>
    public async Task<Response> ReceiveResponseAsync(Invocation invocation) =>
        Response.Parser.ParseFrom((await ReceiveAsync(MessageType.Completed, invocation)).Payload);

    /// <summary>The next message, which must say that the transaction was not run; in which words.</summary>
    public async Task<string> ReceiveFailureAsync(Invocation invocation) =>
        (await ReceiveAsync(MessageType.Error, invocation)).Payload.ToStringUtf8();

    public Task AnswerAsync(Invocation invocation, ByteString payload) => SendAsync(Reply(MessageType.Response, invocation, payload));

    public Task AnswerAsync(Invocation invocation, IMessage message) => AnswerAsync(invocation, message.ToByteString());

    public Task AnswerAsync(Invocation invocation) => AnswerAsync(invocation, ByteString.Empty);

    public Task RefuseAsync(Invocation invocation, string text) => SendAsync(Reply(MessageType.Error, invocation, ByteString.CopyFromUtf8(text)));

    /// <summary>No more messages from this side, as when a peer closes the stream.</summary>
    public Task HangUpAsync() => _call.CompleteAsync();

    /// <summary>Reads until the chaincode ends the stream; the status, or null for OK.</summary>
    public async Task<GrpcStatusCode?> ReadToEndAsync()
    {
        try
        {
            while (await _incoming.MoveNextAsync().AsTask().WaitAsync(Patience))
            {
                // What was still under way.
            }

            return null;
        }
        catch (GrpcException exception)
        {
            return exception.StatusCode;
        }
    }

    /// <summary>Proves that the stream still works and that nothing else is waiting in it.</summary>
    public async Task AssertQuietAsync()
    {
        await SendAsync(new ChaincodeMessage { Type = MessageType.Keepalive });
        Assert.Equal(MessageType.Keepalive, (await ReceiveAsync()).Type);
    }

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        await _channel.DisposeAsync();
    }

    private static ChaincodeMessage Reply(MessageType type, Invocation invocation, ByteString payload) =>
        new() { Type = type, Txid = invocation.TransactionId, ChannelId = invocation.ChannelId, Payload = payload };
}
