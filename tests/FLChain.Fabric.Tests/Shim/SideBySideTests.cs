using System.Text;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Many transactions on one stream, one request outstanding in each.</summary>
public sealed class SideBySideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transactions_AnsweredInAnyOrder_GetTheirOwnAnswers()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(ReadTwiceAsync);
        Invocation[] invocations = [.. Enumerable.Range(0, 20).Select(i => Invocation.Of($"f{i}"))];
        foreach (Invocation invocation in invocations)
        {
            await served.Peer.SendAsync(invocation);
        }

        for (int round = 0; round < 2; round++)
        {
            // All are under way at once: every one of them has asked before any is answered.
            var asked = new HashSet<string>();
            while (asked.Count < invocations.Length)
            {
                ChaincodeMessage request = await served.Peer.ReceiveAsync();
                Assert.Equal(MessageType.GetState, request.Type);
                Assert.True(asked.Add(request.Txid));
            }

            foreach (Invocation invocation in invocations.Reverse())
            {
                await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8($"{invocation.Arguments[0]}.{round}"));
            }
        }

        var results = new Dictionary<string, string>();
        while (results.Count < invocations.Length)
        {
            ChaincodeMessage completed = await served.Peer.ReceiveAsync();
            results.Add(completed.Txid, Response.Parser.ParseFrom(completed.Payload).Payload.ToStringUtf8());
        }

        Assert.All(invocations, invocation => Assert.Equal($"{invocation.Arguments[0]}.0 {invocation.Arguments[0]}.1", results[invocation.TransactionId]));
    }

    [Fact]
    public async Task Transactions_OfOneIdOnTwoChannels_AreTwo()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!));
        Invocation first = Invocation.Of("f") with { ChannelId = "one" };
        Invocation second = first with { ChannelId = "two" };
        await served.Peer.SendAsync(first);
        await served.Peer.ReceiveAsync(MessageType.GetState, first);
        await served.Peer.SendAsync(second);
        await served.Peer.ReceiveAsync(MessageType.GetState, second);
        await served.Peer.AnswerAsync(second, ByteString.CopyFromUtf8("2"));
        Assert.Equal("2", (await served.Peer.ReceiveResponseAsync(second)).Payload.ToStringUtf8());
        await served.Peer.AnswerAsync(first, ByteString.CopyFromUtf8("1"));
        Assert.Equal("1", (await served.Peer.ReceiveResponseAsync(first)).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task Transactions_BeyondTheLimit_WaitForTheirTurn()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!),
            options => options with { MaxConcurrentTransactions = 1, MaxWaitingTransactions = 1 });
        Invocation first = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, first);
        Invocation second = await served.InvokeAsync("f");
        await served.Peer.AssertQuietAsync();
        Invocation third = await served.InvokeAsync("f");
        Assert.Equal("the chaincode is busy: 2 transactions of this peer run or wait", await served.Peer.ReceiveFailureAsync(third));
        await served.Peer.AnswerAsync(first, ByteString.CopyFrom(1));
        await served.Peer.ReceiveResponseAsync(first);
        await served.Peer.ReceiveAsync(MessageType.GetState, second);
        await served.Peer.AnswerAsync(second, ByteString.CopyFrom(2));
        Assert.Equal([2], (await served.Peer.ReceiveResponseAsync(second)).Payload.ToByteArray());
    }

    [Fact]
    public async Task Transactions_ThatHoldTooManyBytes_AreRefusedUntilThereIsRoom()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!),
            options => options with { MaxMessageBytes = 100_000, MaxAcceptedBytes = 100_000 });
        // The arguments travel twice: in the message and in its proposal.
        string large = new('x', 30_000);
        for (byte i = 1; i <= 3; i++)
        {
            Invocation first = await served.InvokeAsync(large);
            await served.Peer.ReceiveAsync(MessageType.GetState, first);
            Invocation second = await served.InvokeAsync(large);
            Assert.StartsWith("the chaincode is busy: ", await served.Peer.ReceiveFailureAsync(second), StringComparison.Ordinal);
            Invocation small = await served.InvokeAsync("f");
            await served.Peer.ReceiveAsync(MessageType.GetState, small);
            await served.Peer.AnswerAsync(small, ByteString.CopyFrom(i));
            await served.Peer.ReceiveResponseAsync(small);
            await served.Peer.AnswerAsync(first, ByteString.CopyFrom(i));
            Assert.Equal([i], (await served.Peer.ReceiveResponseAsync(first)).Payload.ToByteArray());
        }
    }

    [Fact]
    public async Task Transactions_OneAfterTheOther_AreNeverTooMany()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(ChaincodeResponse.Ok()),
            options => options with { MaxConcurrentTransactions = 1, MaxWaitingTransactions = 0 });
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
        }
    }

    [Fact]
    public async Task Transaction_ThatBlocksItsThread_DoesNotHoldUpTheOthers()
    {
        using var release = new ManualResetEventSlim();
        await using ServedChaincode served = await ServedChaincode.StartAsync(stub =>
        {
            if (Encoding.UTF8.GetString(stub.Arguments[0].Span) == "block")
            {
                Assert.True(release.Wait(TimeSpan.FromSeconds(10), Token));
            }

            return Task.FromResult(ChaincodeResponse.Ok());
        });
        Invocation blocked = await served.InvokeAsync("block");
        Invocation quick = await served.InvokeAsync("quick");
        await served.Peer.ReceiveResponseAsync(quick);
        release.Set();
        await served.Peer.ReceiveResponseAsync(blocked);
    }

    [Fact]
    public async Task SecondRequest_WhileOneIsOutstanding_IsRefusedAndNotSent()
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            Task<byte[]?> first = stub.GetStateAsync("first", Token);
            InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => stub.GetStateAsync("second", Token));
            Assert.Contains("await each call", refusal.Message, StringComparison.Ordinal);
            refused.SetResult();
            return ChaincodeResponse.Ok((await first)!);
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal("first", (await served.Peer.ReceiveAsync(MessageType.GetState, invocation, GetState.Parser)).Key);
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await served.Peer.AssertQuietAsync();
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFrom(1));
        Assert.Equal([1], (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToByteArray());
    }

    [Fact]
    public async Task Call_ThatIsNotAwaited_FailsTheTransaction()
    {
        IChaincodeStub? kept = null;
        await using ServedChaincode served = await ServedChaincode.StartAsync(stub =>
        {
            kept = stub;
            _ = stub.PutStateAsync("k", new byte[] { 1 }, Token);
            return Task.FromResult(ChaincodeResponse.Ok());
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.PutState, invocation);
        while (Record.Exception(() => kept!.SetEvent("e", new byte[] { 1 })) is null)
        {
            // The chaincode has not returned yet.
            await Task.Delay(1, Token);
        }

        await served.Peer.AssertQuietAsync();
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(500, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
        Assert.Contains("did not await", Assert.Single(served.Log.TextsOf(2011)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stub_AfterTheEnd_IsRefused()
    {
        IChaincodeStub? kept = null;
        await using ServedChaincode served = await ServedChaincode.StartAsync(stub =>
        {
            kept = stub;
            return Task.FromResult(ChaincodeResponse.Ok());
        });
        await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.GetStateAsync("k", Token));
        Assert.Throws<InvalidOperationException>(() => kept!.SetEvent("e", new byte[] { 1 }));
        await served.Peer.AssertQuietAsync();
    }

    [Fact]
    public async Task Call_GivenUpByTheContract_LeavesTheNextOneItsOwnAnswer()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            using var impatient = new CancellationTokenSource();
            Task<byte[]?> slow = stub.GetStateAsync("slow", impatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
            return ChaincodeResponse.Ok((await stub.GetStateAsync("next", Token))!);
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal("slow", (await served.Peer.ReceiveAsync(MessageType.GetState, invocation, GetState.Parser)).Key);
        await served.Peer.AssertQuietAsync();
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8("slow"));
        Assert.Equal("next", (await served.Peer.ReceiveAsync(MessageType.GetState, invocation, GetState.Parser)).Key);
        await served.Peer.AnswerAsync(invocation, ByteString.CopyFromUtf8("next"));
        Assert.Equal("next", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    private static async Task<ChaincodeResponse> ReadTwiceAsync(IChaincodeStub stub)
    {
        byte[]? first = await stub.GetStateAsync("k", Token);
        byte[]? second = await stub.GetStateAsync("k", Token);
        return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(first!)} {Encoding.UTF8.GetString(second!)}"));
    }
}
