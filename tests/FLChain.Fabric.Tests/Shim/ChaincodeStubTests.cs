using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Each call of the stub is the request that the protocol asks for, and the answer comes out as it should.</summary>
public sealed class ChaincodeStubTests
{
    private static readonly byte[] Value = [1, 2, 3];

    [Fact]
    public async Task Facts_OfTheProposal_ReachTheContract()
    {
        var now = new DateTimeOffset(2026, 5, 17, 12, 0, 0, 250, TimeSpan.Zero);
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            stub => Text(string.Join(
                '|',
                stub.TransactionId,
                stub.ChannelId,
                stub.Timestamp.ToString("O"),
                string.Join(',', stub.Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span))),
                string.Join(',', stub.Transient.Select(entry => $"{entry.Key}={Encoding.UTF8.GetString(entry.Value.Span)}")),
                stub.Creator.MspId,
                stub.Creator.Certificate.GetNameInfo(X509NameType.SimpleName, false),
                string.Join(',', stub.Creator.OrganizationalUnits))),
            options => options with { TimeProvider = new FixedTime(now) });
        Invocation invocation = Invocation.Of("f", "x", "") with
        {
            ChannelId = "other",
            Timestamp = now.ToTimestamp(),
            Transient = new Dictionary<string, byte[]> { ["secret"] = "s"u8.ToArray() },
        };
        await served.Peer.SendAsync(invocation);
        Response response = await served.Peer.ReceiveResponseAsync(invocation);
        Assert.Equal(
            $"{invocation.TransactionId}|other|2026-05-17T12:00:00.2500000+00:00|f,x,|secret=s|Org1MSP|ann|client",
            response.Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData("GetState", MessageType.GetState, "")]
    [InlineData("GetPrivateData", MessageType.GetState, "c")]
    [InlineData("GetPrivateDataHash", MessageType.GetPrivateDataHash, "c")]
    public async Task Get_PresentAndAbsent_GiveTheValueAndNull(string call, MessageType type, string collection)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            string key = Encoding.UTF8.GetString(stub.Arguments[1].Span);
            byte[]? value = call switch
            {
                "GetState" => await stub.GetStateAsync(key),
                "GetPrivateData" => await stub.GetPrivateDataAsync("c", key),
                _ => await stub.GetPrivateDataHashAsync("c", key),
            };
            return ChaincodeResponse.Ok(value ?? "absent"u8.ToArray());
        });
        Invocation present = await served.InvokeAsync(call, "k€y");
        Assert.Equal(new GetState { Key = "k€y", Collection = collection }, await served.Peer.ReceiveAsync(type, present, GetState.Parser));
        await served.Peer.AnswerAsync(present, ByteString.CopyFrom(Value));
        Assert.Equal(Value, (await served.Peer.ReceiveResponseAsync(present)).Payload.ToByteArray());

        Invocation absent = await served.InvokeAsync(call, "gone");
        Assert.Equal("gone", (await served.Peer.ReceiveAsync(type, absent, GetState.Parser)).Key);
        await served.Peer.AnswerAsync(absent);
        Assert.Equal("absent", (await served.Peer.ReceiveResponseAsync(absent)).Payload.ToStringUtf8());
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "c")]
    public async Task PutAndDelete_AreOneRequestEach(bool isPrivate, string collection)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(async stub =>
        {
            await (isPrivate ? stub.PutPrivateDataAsync("c", "k", Value) : stub.PutStateAsync("k", Value));
            await (isPrivate ? stub.DeletePrivateDataAsync("c", "k") : stub.DeleteStateAsync("k"));
            return ChaincodeResponse.Ok();
        });
        Invocation invocation = await served.InvokeAsync("f");
        Assert.Equal(
            new PutState { Key = "k", Value = ByteString.CopyFrom(Value), Collection = collection },
            await served.Peer.ReceiveAsync(MessageType.PutState, invocation, PutState.Parser));
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(
            new DelState { Key = "k", Collection = collection },
            await served.Peer.ReceiveAsync(MessageType.DelState, invocation, DelState.Parser));
        await served.Peer.AnswerAsync(invocation);
        Assert.Equal(200, (await served.Peer.ReceiveResponseAsync(invocation)).Status);
    }

    [Fact]
    public async Task SetEvent_Twice_TheLastTravelsWithTheResult()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(stub =>
        {
            stub.SetEvent("first", new byte[] { 9 });
            stub.SetEvent("last", Value);
            return Task.FromResult(ChaincodeResponse.Ok());
        });
        Invocation invocation = await served.InvokeAsync("f");
        ChaincodeMessage completed = await served.Peer.ReceiveAsync(MessageType.Completed, invocation);
        Assert.Equal(new ChaincodeEvent { EventName = "last", Payload = ByteString.CopyFrom(Value) }, completed.ChaincodeEvent);
    }

    [Fact]
    public async Task SetEvent_OfAFailure_StaysBehind()
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(stub =>
        {
            stub.SetEvent("e", Value);
            return Task.FromResult(ChaincodeResponse.Error("no"));
        });
        ChaincodeMessage completed = await served.Peer.ReceiveAsync(MessageType.Completed, await served.InvokeAsync("f"));
        Assert.Null(completed.ChaincodeEvent);
        Assert.Equal((500, "no"), (Response.Parser.ParseFrom(completed.Payload).Status, Response.Parser.ParseFrom(completed.Payload).Message));
    }

    public static TheoryData<string, Func<IChaincodeStub, Task>> WrongCalls => new()
    {
        { "empty value", stub => stub.PutStateAsync("k", ReadOnlyMemory<byte>.Empty) },
        { "empty private value", stub => stub.PutPrivateDataAsync("c", "k", ReadOnlyMemory<byte>.Empty) },
        { "empty key read", stub => stub.GetStateAsync("") },
        { "empty key written", stub => stub.PutStateAsync("", Value) },
        { "empty key deleted", stub => stub.DeleteStateAsync("") },
        { "half a surrogate pair", stub => stub.PutStateAsync("k\ud800", Value) },
        { "null key", stub => stub.GetStateAsync(null!) },
        { "empty collection", stub => stub.GetPrivateDataAsync("", "k") },
        { "empty collection hash", stub => stub.GetPrivateDataHashAsync("", "k") },
        { "empty collection written", stub => stub.PutPrivateDataAsync("", "k", Value) },
        { "empty collection deleted", stub => stub.DeletePrivateDataAsync("", "k") },
        { "no page size", stub => stub.GetStatePageAsync("a", "b", 0, "") },
        { "empty event name", stub => Task.Run(() => stub.SetEvent("", Value)) },
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

    private static Task<ChaincodeResponse> Text(string text) => Task.FromResult(ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(text)));
}
