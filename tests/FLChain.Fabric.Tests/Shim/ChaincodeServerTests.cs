using System.Net;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>The life of the service: start, transport security, peers that vanish, and a stop that finishes what runs.</summary>
public sealed class ChaincodeServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OnPortZero_TellsThePortItWasGiven()
    {
        await using var server = new ChaincodeServer(Idle(), new ChaincodeServerOptions { PackageId = "cc:1" });
        Assert.Throws<InvalidOperationException>(() => server.Address);
        await server.StartAsync(Token);
        Assert.Equal(IPAddress.Loopback, server.Address.Address);
        Assert.NotEqual(0, server.Address.Port);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(Token));
    }

    [Fact]
    public async Task Start_OnATakenPort_Fails()
    {
        await using var first = new ChaincodeServer(Idle(), new ChaincodeServerOptions { PackageId = "cc:1" });
        await first.StartAsync(Token);
        await using var second = new ChaincodeServer(Idle(), new ChaincodeServerOptions { PackageId = "cc:1", ListenAddress = first.Address });
        await Assert.ThrowsAsync<IOException>(() => second.StartAsync(Token));
    }

    public static TheoryData<ChaincodeServerOptions> WrongOptions => new(
        new ChaincodeServerOptions { PackageId = " " },
        new ChaincodeServerOptions { PackageId = "cc:1", MaxConcurrentTransactions = 0 },
        new ChaincodeServerOptions { PackageId = "cc:1", MaxWaitingTransactions = -1 },
        new ChaincodeServerOptions { PackageId = "cc:1", MaxMessageBytes = 1023 },
        new ChaincodeServerOptions { PackageId = "cc:1", MaxMessageBytes = 4096, MaxAcceptedBytes = 4095 },
        new ChaincodeServerOptions { PackageId = "cc:1", ShutdownGrace = TimeSpan.FromTicks(-1) },
        new ChaincodeServerOptions { PackageId = "cc:1", TimestampAhead = TimeSpan.FromTicks(-1) },
        new ChaincodeServerOptions { PackageId = "cc:1", TimestampBehind = TimeSpan.FromTicks(-1) });

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(WrongOptions))]
    public void Options_OutOfRange_AreRefused(ChaincodeServerOptions options) =>
        Assert.ThrowsAny<ArgumentException>(() => new ChaincodeServer(Idle(), options));

    [Fact]
    public async Task MutualTls_PeerOfTheOrganization_IsServed_OthersAreNot()
    {
        using var certificates = new TestCertificates();
        using var strangers = new TestCertificates("Stranger CA");
        var transport = new GrpcListenOptions { ServerCertificate = certificates.IssueTls(), ClientRootCertificates = [certificates.Root] };
        await using var server = new ChaincodeServer(Idle(), new ChaincodeServerOptions { PackageId = "cc:1", Transport = transport });
        await server.StartAsync(Token);
        var trusted = new GrpcChannelOptions { RootCertificates = [certificates.Root], ClientCertificate = certificates.IssueTls("peer", client: true) };
        await using ScriptedPeer peer = await ScriptedPeer.ConnectAsync(server, trusted);
        Invocation invocation = Invocation.Of("f");
        await peer.SendAsync(invocation);
        Assert.Equal(200, (await peer.ReceiveResponseAsync(invocation)).Status);

        await AssertRefusedAsync(server, trusted with { ClientCertificate = null });
        await AssertRefusedAsync(server, trusted with { ClientCertificate = strangers.IssueTls("peer", client: true) });
        await AssertRefusedAsync(server, trusted with { RootCertificates = [strangers.Root] });
    }

    [Fact]
    public async Task Peer_ThatVanishesInATransaction_EndsItAndNothingElse()
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ServedChaincode served = await ServedChaincode.StartAsync(new DelegateChaincode(async (stub, aborted) =>
        {
            if (stub.ChannelId != "lost")
            {
                return ChaincodeResponse.Ok();
            }

            Exception? exception = await Record.ExceptionAsync(() => stub.GetStateAsync("k", Token));
            ended.SetResult(aborted.IsCancellationRequested ? exception : null);
            throw exception!;
        }));
        ScriptedPeer lost = await ScriptedPeer.ConnectAsync(served.Server);
        Invocation invocation = Invocation.Of("f") with { ChannelId = "lost" };
        await lost.SendAsync(invocation);
        await lost.ReceiveAsync(MessageType.GetState, invocation);
        await lost.DisposeAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
        Assert.Empty(served.Log.TextsOf(2011));
    }

    [Fact]
    public async Task Peer_ThatHangsUp_EndsItsStreamInOrder()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        await served.Peer.HangUpAsync();
        Assert.Null(await served.Peer.ReadToEndAsync());
        await using ScriptedPeer again = await ScriptedPeer.ConnectAsync(served.Server);
        Invocation invocation = Invocation.Of("f");
        await again.SendAsync(invocation);
        Assert.Equal(200, (await again.ReceiveResponseAsync(invocation)).Status);
    }

    [Fact]
    public async Task Stop_FinishesWhatRunsAndTakesNothingNew()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!),
            options => options with { ShutdownGrace = TimeSpan.FromSeconds(10), MaxConcurrentTransactions = 1 });
        Invocation running = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, running);
        Invocation waiting = await served.InvokeAsync("f");
        await served.Peer.AssertQuietAsync();

        Task stopping = served.Server.StopAsync(Token);
        // Not the contract's answer: a gateway asks another peer then.
        Assert.Equal("the chaincode stops", await served.Peer.ReceiveFailureAsync(await served.InvokeAsync("f")));
        Assert.False(stopping.IsCompleted);

        await served.Peer.AnswerAsync(running, ByteString.CopyFromUtf8("done"));
        Assert.Equal("done", (await served.Peer.ReceiveResponseAsync(running)).Payload.ToStringUtf8());
        Assert.Equal("the chaincode stops", await served.Peer.ReceiveFailureAsync(waiting));
        Assert.Null(await served.Peer.ReadToEndAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Empty(served.Log.TextsOf(2015));
        await AssertRefusedAsync(served.Server, null);
    }

    [Fact]
    public async Task Stop_AfterTheGracePeriod_GivesUpWhatStillRuns()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!),
            options => options with { ShutdownGrace = TimeSpan.FromMilliseconds(50) });
        Invocation running = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, running);
        await served.Server.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(4), Token);
        Assert.Single(served.Log.TextsOf(2015));
        Assert.Null(await served.Peer.ReadToEndAsync());
    }

    [Fact]
    public async Task Stop_Twice_AndWithoutStart_DoesNothing()
    {
        var server = new ChaincodeServer(Idle(), new ChaincodeServerOptions { PackageId = "cc:1" });
        await server.StopAsync(Token);
        await server.DisposeAsync();
        await server.DisposeAsync();
        await using ServedChaincode served = await ServedChaincode.StartAsync(Idle());
        await served.Server.StopAsync(Token);
        await served.Server.StopAsync(Token);
    }

    private static DelegateChaincode Idle() => new(_ => Task.FromResult(ChaincodeResponse.Ok()));

    private static async Task AssertRefusedAsync(ChaincodeServer server, GrpcChannelOptions? options)
    {
        await using ScriptedPeer peer = ScriptedPeer.Dial(server.Address, options);
        // Under TLS 1.3 a client may have sent before it learns that the server does not want it.
        await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await peer.SendAsync(new ChaincodeMessage { Type = MessageType.Keepalive });
            await peer.ReceiveAsync();
        });
    }
}
