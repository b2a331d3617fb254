using System.Text;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>What becomes of one invocation: results, failures, invocations that are malformed, and those that come at the wrong time.</summary>
public sealed class TransactionRunTests
{
    private const string Unexpected = "the transaction failed unexpectedly; the chaincode's log tells why";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Result_OfTheChaincode_CompletesTheTransaction()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok("yes"u8.ToArray())));
        Response response = await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"));
        Assert.Equal(new Response { Status = 200, Payload = ByteString.CopyFromUtf8("yes") }, response);
    }

    [Theory]
    [InlineData(true, LogLevel.Debug)]
    [InlineData(false, LogLevel.Information)]
    public async Task End_OfATransaction_IsLoggedAndAFailureAtTheUsualLevel(bool ok, LogLevel expected)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(ok ? ChaincodeResponse.Ok() : ChaincodeResponse.Error("no")));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveResponseAsync(invocation);
        Assert.StartsWith($"Transaction {invocation.TransactionId} ended", Assert.Single(served.Log.TextsOf(2017)), StringComparison.Ordinal);
        Assert.Equal([expected], served.Log.LevelsOf(2017));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_ThatNobodyForesaw_IsLoggedAndNotTold(bool atOnce)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async _ =>
        {
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw new InvalidDataException("secret at /home/ann");
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(new Response { Status = 500, Message = Unexpected }, await served.Peer.ReceiveResponseAsync(invocation));
        string entry = Assert.Single(served.Log.TextsOf(2011));
        Assert.Contains(invocation.TransactionId, entry, StringComparison.Ordinal);
        Assert.Contains("secret at /home/ann", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoResponse_IsAFailure()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult<ChaincodeResponse>(null!));
        Assert.Equal(Unexpected, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Message);
    }

    [Fact]
    public async Task Cancellation_OfTheContractsOwn_IsAFailureLikeAnyOther()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => throw new OperationCanceledException());
        Assert.Equal(Unexpected, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Message);
    }

    [Fact]
    public async Task StateRequest_RefusedByThePeer_TellsWhatButNotThePeersWords()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub => ChaincodeResponse.Ok((await stub.GetStateAsync("k", Token))!));
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.RefuseAsync(invocation, "leveldb: /var/peer is closed");
        Assert.Equal(new Response { Status = 500, Message = "the peer refused GetState" }, await served.Peer.ReceiveResponseAsync(invocation));
        Assert.Contains("leveldb: /var/peer is closed", Assert.Single(served.Log.TextsOf(2012)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateRequest_Refused_CanBeHandledByTheContract()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            StateRequestException refusal = await Assert.ThrowsAsync<StateRequestException>(() => stub.GetPrivateDataAsync("c", "k", Token));
            await stub.PutStateAsync("k", new byte[] { 1 }, Token);
            return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes($"{refusal.Operation}: {refusal.PeerMessage}"));
        });
        Invocation invocation = await served.InvokeAsync("f");
        await served.Peer.ReceiveAsync(MessageType.GetState, invocation);
        await served.Peer.RefuseAsync(invocation, "no collection c");
        await served.Peer.ReceiveAsync(MessageType.PutState, invocation);
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal("GetState: no collection c", (await served.Peer.ReceiveResponseAsync(invocation)).Payload.ToStringUtf8());
    }

    [Fact]
    public async Task Init_Succeeds_Completes()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        Invocation invocation = Invocation.Of("init") with { Type = MessageType.Init };
        await served.Peer.SendAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    [Fact]
    public async Task Init_Fails_IsAnError()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ => Task.FromResult(ChaincodeResponse.Error("not twice")));
        Invocation invocation = Invocation.Of("init") with { Type = MessageType.Init };
        await served.Peer.SendAsync(invocation);
        Assert.Equal("not twice", (await served.Peer.ReceiveAsync(MessageType.Error, invocation)).Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(15, null)]
    [InlineData(-240, null)]
    [InlineData(-300, null)]
    [InlineData(15.001, "00:00:15 ahead of")]
    [InlineData(300, "00:00:15 ahead of")]
    [InlineData(-300.001, "00:05:00 behind")]
    [InlineData(-1e9, "00:05:00 behind")]
    public async Task Timestamp_FartherFromTheClockThanTheTolerance_IsRefusedBeforeTheContractRuns(double offsetSeconds, string? refusal)
    {
        bool ran = false;
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ =>
            {
                ran = true;
                return Task.FromResult(ChaincodeResponse.Ok());
            },
            options => options with { TimeProvider = new FixedTime(Now) });
        Invocation invocation = Invocation.Of("f") with { Timestamp = Now.AddSeconds(offsetSeconds).ToTimestamp() };
        await served.Peer.SendAsync(invocation);
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal(refusal is null, ran);
        Assert.Equal(
            refusal is null ? (200, "") : (500, $"the transaction's timestamp is more than {refusal} this peer's time"),
            (response.Status, response.Message));
    }

    [Fact]
    public async Task Timestamp_WithoutTolerance_MayBeAny()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(ChaincodeResponse.Ok()), options => options with { TimestampAhead = null, TimestampBehind = null });
        Invocation invocation = Invocation.Of("f") with { Timestamp = new Timestamp { Seconds = 1 } };
        await served.Peer.SendAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    public static TheoryData<string, Func<Invocation, ChaincodeMessage>> Malformed => new()
    {
        { "it carries no proposal", invocation => With(invocation.ToMessage(), message => message.Proposal = null) },
        { "it is not encoded as the protocol says", invocation => With(invocation.ToMessage(), message => message.Payload = ByteString.CopyFrom(0xff)) },
        { "it is not encoded as the protocol says", invocation => With(invocation.ToMessage(), message => message.Proposal.ProposalBytes = ByteString.CopyFrom(0xff)) },
        { "its proposal belongs to another transaction", invocation => (invocation with { ProposalTransactionId = "t" }).ToMessage() },
        { "its proposal belongs to another transaction", invocation => With(invocation.ToMessage(), message => message.Proposal.ProposalBytes = ByteString.Empty) },
        { "its proposal has header type 1 and not that of an endorser transaction", invocation => (invocation with { HeaderType = 1 }).ToMessage() },
        { "its proposal has no timestamp", invocation => (invocation with { Timestamp = null }).ToMessage() },
        { "its proposal's timestamp is no time", invocation => (invocation with { Timestamp = new Timestamp { Nanos = -1 } }).ToMessage() },
        { "its proposal's timestamp is no time", invocation => (invocation with { Timestamp = new Timestamp { Seconds = long.MaxValue } }).ToMessage() },
        { "its creator names no organization", invocation => (invocation with { MspId = "" }).ToMessage() },
        { "its creator is no X.509 certificate", invocation => (invocation with { Pem = "" }).ToMessage() },
        { "its creator is no X.509 certificate", invocation => (invocation with { Pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }).ToMessage() },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Malformed))]
    public async Task Invocation_Malformed_IsAnErrorAndTheContractDoesNotRun(string fault, Func<Invocation, ChaincodeMessage> make)
    {
        int runs = 0;
        await using ServedChaincode served = await ServedChaincode.StartAsync(_ =>
        {
            runs++;
            return Task.FromResult(ChaincodeResponse.Ok());
        });
        Invocation invocation = Invocation.Of("f");
        await served.Peer.SendAsync(make(invocation));
        Assert.Equal($"the chaincode cannot run the invocation: {fault}", (await served.Peer.ReceiveAsync(MessageType.Error, invocation)).Payload.ToStringUtf8());
        Assert.Equal(0, runs);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"))).Status);
    }

    [Fact]
    public async Task Result_LargerThanAPeerTakes_FailsTheTransactionAndKeepsTheStream()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(ChaincodeResponse.Ok(new byte[10_000])), options => options with { MaxMessageBytes = 8192 });
        Response response = await served.Peer.ReceiveResponseAsync(await served.InvokeAsync("f"));
        Assert.Equal(500, response.Status);
        Assert.EndsWith("bytes is larger than a peer takes (8192 bytes)", response.Message, StringComparison.Ordinal);
        await served.Peer.AssertQuietAsync();
    }

    [Fact]
    public async Task Write_LargerThanAPeerTakes_NeverReachesIt()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            async stub =>
            {
                await stub.PutStateAsync("small", new byte[1000], Token);
                await stub.PutStateAsync("large", new byte[10_000], Token);
                return ChaincodeResponse.Ok();
            },
            options => options with { MaxMessageBytes = 8192 });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal("small", (await served.Peer.ReceiveAsync(MessageType.PutState, invocation, PutState.Parser)).Key);
        await served.Peer.AnswerAsync(invocation);
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal(500, response.Status);
        Assert.StartsWith("PutState of 10", response.Message, StringComparison.Ordinal);
    }

    private static ChaincodeMessage With(ChaincodeMessage message, Action<ChaincodeMessage> change)
    {
        change(message);
        return message;
    }
}
