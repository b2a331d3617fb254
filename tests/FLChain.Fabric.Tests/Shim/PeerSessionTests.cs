using System.Net.Sockets;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Registration, keep-alive, and what a peer may not do: it ends its own stream and nothing else.</summary>
public sealed class PeerSessionTests
{
    private const int AnswerIgnored = 2007;
    private const int DuplicateIgnored = 2008;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_FirstMessage_RegistersThePackage()
    {
        await using ChaincodeServer server = await StartAsync();
        await using ScriptedPeer peer = ScriptedPeer.Dial(server.Address);
        ChaincodeMessage register = await peer.ReceiveAsync();
        Assert.Equal(MessageType.Register, register.Type);
        Assert.Equal(new ChaincodeID { Name = "cc:0123" }, ChaincodeID.Parser.ParseFrom(register.Payload));
    }

    [Fact]
    public async Task KeepAlive_InEveryState_IsAnswered()
    {
        await using ChaincodeServer server = await StartAsync();
        await using ScriptedPeer peer = ScriptedPeer.Dial(server.Address);
        await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Registered });
        Assert.Equal(MessageType.Register, (await peer.ReceiveAsync()).Type);
        await peer.AssertQuietAsync();
        await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Ready });
        await peer.AssertQuietAsync();
        await peer.AssertQuietAsync();
    }

    [Fact]
    public async Task KeepAlive_DuringATransaction_IsAnswered()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.AssertQuietAsync();
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8("v"));
        Assert.Equal("v", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    public static TheoryData<MessageType[]> WrongSequences => new()
    {
        { [MessageType.Ready] },
        { [MessageType.Transaction] },
        { [MessageType.Response] },
        { [MessageType.Registered, MessageType.Registered] },
        { [MessageType.Registered, MessageType.Transaction] },
        { [MessageType.Registered, MessageType.Response] },
        { [MessageType.Registered, MessageType.Ready, MessageType.Ready] },
        { [MessageType.Registered, MessageType.Ready, MessageType.Registered] },
        { [MessageType.Registered, MessageType.Ready, MessageType.GetState] },
        { [MessageType.Registered, MessageType.Ready, MessageType.Completed] },
        { [MessageType.Registered, MessageType.Ready, MessageType.Register] },
        { [MessageType.Registered, MessageType.Ready, MessageType.Undefined] },
        { [MessageType.Registered, MessageType.Ready, (MessageType)99] },
    };

    [Theory]
    [MemberData(nameof(WrongSequences))]
    public async Task WrongSequence_EndsTheStreamAndNoOther(MessageType[] sequence)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        await using ScriptedPeer hostile = ScriptedPeer.Dial(served.Server.Address);
        foreach (MessageType type in sequence)
        {
            await hostile.SendAsync(new ChaincodeMessage { Type = type, Txid = "t" });
        }

        Assert.Equal(GrpcStatusCode.FailedPrecondition, await hostile.ReadToEndAsync());
        Assert.Contains("does not belong into the state", Assert.Single(served.Log.TextsOf(2006)), StringComparison.Ordinal);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Registration_RefusedByThePeer_EndsTheStreamWithItsReasonInTheLog(bool afterRegistered)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        await using ScriptedPeer peer = ScriptedPeer.Dial(served.Server.Address);
        if (afterRegistered)
        {
            await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Registered });
        }

        await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Error, Payload = ByteString.CopyFromUtf8("unknown package\nFATAL forged line") });
        Assert.Null(await peer.ReadToEndAsync());
        Assert.EndsWith("unknown package?FATAL forged line", Assert.Single(served.Log.TextsOf(2005)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_ThatNobodyWaitsFor_AreIgnoredAndLogged()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!));
        Invocation stranger = Invocation.Of("f");
        await served.Peer.AnswerAsync(stranger);
        await served.Peer.RefuseAsync(stranger, "x");
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        // The right transaction id on the wrong channel is another transaction.
        await served.Peer.AnswerAsync(invocation with { ChannelId = "other" }, ByteString.CopyFromUtf8("wrong"));
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8("right"));
        Assert.Equal("right", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8("late"));
        await served.Peer.AssertQuietAsync();
        Assert.Equal(4, served.Log.TextsOf(AnswerIgnored).Count);
    }

    [Fact]
    public async Task Answer_GivenTwice_IsTakenOnce()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            byte[]? first = await stub.GetStateAsync("a", Token);
            byte[]? second = await stub.GetStateAsync("b", Token);
            return ChaincodeResponse.Ok(new byte[] { first![0], second![0] });
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(1));
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(2));
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(3));
        Assert.Equal([1, 2], (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToByteArray());
    }

    [Fact]
    public async Task Transaction_StartedTwice_RunsOnce()
    {
        int runs = 0;
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            Interlocked.Increment(ref runs);
            await stub.GetStateAsync("k", Token);
            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.SendAsync(invocation);
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
        await served.Peer.AssertQuietAsync();
        Assert.Equal(1, runs);
        Assert.Single(served.Log.TextsOf(DuplicateIgnored));
    }

    [Fact]
    public async Task Transaction_StartedAgainAfterItsEnd_RunsAgain()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!));
        Invocation invocation = Invocation.Of("f");
        for (byte run = 1; run <= 100; run++)
        {
            await served.Peer.SendAsync(invocation);
            await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
            await served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(run));
            Assert.Equal([run], (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToByteArray());
        }
    }

    [Fact]
    public async Task Bytes_ThatAreNoMessage_EndTheStreamAndNoOther()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        // A Response puts text where a ChaincodeMessage has its timestamp.
        var method = new GrpcMethod<Response, ChaincodeMessage>("protos.Chaincode", "Connect", Response.Parser, ChaincodeMessage.Parser);
        await using var channel = GrpcChannel.Create(new Uri($"http://{served.Server.Address}"));
        await using GrpcDuplexCall<Response, ChaincodeMessage> call = channel.Duplex(method, cancellationToken: Token);
        await call.WriteAsync(new Response { Message = "\u00ff no timestamp" }, Token);
        GrpcException end = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (ChaincodeMessage message in call.ReadAllAsync(Token))
            {
                Assert.Equal(MessageType.Register, message.Type);
            }
        });
        Assert.Equal(GrpcStatusCode.Internal, end.StatusCode);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
    }

    [Fact]
    public async Task Bytes_ThatAreNoHttp2_LeaveTheServerWorking()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(served.Server.Address, Token);
            await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n\0\u0001\u0002garbage"u8.ToArray(), Token);
            byte[] rest = new byte[4096];
            while (await socket.GetStream().ReadAsync(rest, Token) > 0)
            {
                // Whatever the server says before it closes the connection.
            }
        }

        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
    }

    [Fact]
    public async Task Message_LargerThanTheLimit_EndsTheStreamAndNoOther()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            stub => Task.FromResult(ChaincodeResponse.Ok(BitConverter.GetBytes(stub.Arguments[0].Length))),
            options => options with { MaxMessageBytes = 100_000 });
        await using ScriptedPeer large = await ScriptedPeer.ConnectAsync(served.Server);
        // The stream may end while the rest of the message is still on its way.
        Exception? cutOff = await Record.ExceptionAsync(() => large.SendAsync(Invocation.Of(new string('x', 120_000))));
        Assert.True(cutOff is null or GrpcException);
        Assert.Equal(GrpcStatusCode.ResourceExhausted, await large.ReadToEndAsync());
        // The arguments travel twice: in the message and in its proposal.
        Response response = await served.Peer.ReceiveResponseAsync(await served.InvokeAsync(new string('x', 45_000)));
        Assert.Equal(45_000, BitConverter.ToInt32(response.Payload.Span));
    }

    [Fact]
    public async Task Peer_ThatDoesNotRead_LosesItsStreamAndNoOtherDoes()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(ChaincodeResponse.Ok(new byte[1_000_000])),
            options => options with { MaxConcurrentTransactions = 1, MaxWaitingTransactions = 0 });
        await using ScriptedPeer deaf = await ScriptedPeer.ConnectAsync(served.Server);
        string longName = new('t', 100_000);
        await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            for (int i = 0; i < 2000; i++)
            {
                await deaf.SendAsync(new ChaincodeMessage { Type = MessageType.Transaction, Txid = longName + i });
            }
        });
        Assert.Contains(served.Log.TextsOf(2006), text => text.Contains("does not read", StringComparison.Ordinal));
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
    }

    private static async Task<ChaincodeServer> StartAsync()
    {
        var server = new ChaincodeServer(
            new DelegateChaincode(_ => Task.FromResult(ChaincodeResponse.Ok())), new ChaincodeServerOptions { PackageId = "cc:0123" });
        await server.StartAsync(Token);
        return server;
    }
}
