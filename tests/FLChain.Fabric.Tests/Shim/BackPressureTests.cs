using FLChain.Fabric.Shim;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A peer that reads slowly holds up its own transactions and nothing else: no answer is piled up for it, and none is lost.</summary>
public sealed class BackPressureTests
{
    private const int Transactions = 100;
    private const int AtOnce = 4;
    private const int AnswerBytes = 2_000_000;

    // What fits into the windows and buffers between the two sides, in answers.
    private const int OnTheWay = 6;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PeerThatDoesNotReadForAWhile_FewAnswersAreHeldAndAllArrive()
    {
        int made = 0;
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            stub =>
            {
                byte[] answer = new byte[AnswerBytes];
                answer[0] = stub.Arguments[0].Span[0];
                Interlocked.Increment(ref made);
                return Task.FromResult(ChaincodeResponse.Ok(answer));
            },
            options => options with { MaxConcurrentTransactions = AtOnce, MaxWaitingTransactions = Transactions });
        var invocations = new Dictionary<string, byte>();
        for (int i = 0; i < Transactions; i++)
        {
            invocations.Add((await served.InvokeAsync(((char)i).ToString())).TransactionId, (byte)i);
        }

        int before;
        do
        {
            before = Volatile.Read(ref made);
            await Task.Delay(500, Token);
        }
        while (Volatile.Read(ref made) != before);

        Assert.InRange(before, 1, AtOnce + OnTheWay);
        while (invocations.Count > 0)
        {
            var completed = await served.Peer.ReceiveAsync();
            Assert.Equal(MessageType.Completed, completed.Type);
            var response = Protos.Response.Parser.ParseFrom(completed.Payload);
            Assert.True(invocations.Remove(completed.Txid, out byte expected));
            Assert.Equal((200, AnswerBytes, expected), (response.Status, response.Payload.Length, response.Payload[0]));
        }

        Assert.Equal(Transactions, made);
    }

    [Fact]
    public async Task PeerThatReadsSlowly_LeavesAnotherPeerItsPace()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            stub => Task.FromResult(ChaincodeResponse.Ok(new byte[stub.ChannelId == "slow" ? AnswerBytes : 1])),
            options => options with { MaxConcurrentTransactions = AtOnce });
        await using ScriptedPeer slow = await ScriptedPeer.ConnectAsync(served.Server);
        for (int i = 0; i < Transactions; i++)
        {
            await slow.SendAsync(Invocation.Of("f") with { ChannelId = "slow" });
        }

        for (int i = 0; i < Transactions; i++)
        {
            Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
        }
    }
}
