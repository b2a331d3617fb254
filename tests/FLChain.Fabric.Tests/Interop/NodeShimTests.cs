using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using FLChain.Fabric.Tests.Shim;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Interop;

/// <summary>
/// The official fabric-shim for Node beside ours: the same function, the same answers of the peer, and the requests must
/// be the same to the byte.
/// </summary>
public sealed class NodeShimTests : IAsyncLifetime
{
    private const string PackageId = "cc:0123";

    private NodeChaincode? _node;
    private ChaincodeServer? _server;

    public async ValueTask InitializeAsync()
    {
        _node = await NodeChaincode.StartAsync(PackageId);
        _server = new ChaincodeServer(new MirrorChaincode(), new ChaincodeServerOptions { PackageId = PackageId });
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    [Fact]
    public async Task EveryOperation_AsksThePeerWhatTheOfficialShimAsks()
    {
        await using ScriptedPeer theirs = await ScriptedPeer.ConnectAsync(_node!.Address);
        await using ScriptedPeer ours = await ScriptedPeer.ConnectAsync(_server!);
        string[][] calls =
        [
            ["put", "k€y", "v"], ["get", "k"], ["get", "absent"], ["delete", "k"],
            ["range", "a", "z"], ["range", "", ""], ["firstOfRange", "a", "z"], ["page", "", "z", "2", ""], ["page", "a", "", "2", "b"],
            ["history", "k"], ["composites", "type", "ann"],
            ["putPrivate", "coll", "k"], ["getPrivate", "coll", "k"], ["getPrivate", "coll", "absent"], ["privateHash", "coll", "k"],
            ["deletePrivate", "coll", "k"], ["privateRange", "coll", "", "z"], ["event", "name", "payload"],
        ];
        foreach (string[] call in calls)
        {
            Invocation invocation = Invocation.Of(call) with { Transient = new Dictionary<string, byte[]> { ["value"] = [7, 8] } };
            Conversation expected = await Conversation.HoldAsync(theirs, invocation, refuse: false);
            Conversation actual = await Conversation.HoldAsync(ours, invocation, refuse: false);
            AssertSame(string.Join(' ', call), expected.WithoutClosing(), actual.WithoutClosing());
            Assert.StartsWith("200 ", actual.End, StringComparison.Ordinal);
            Assert.NotEmpty(actual.Requests);
        }
    }

    [Fact]
    public async Task EveryOperation_RefusedByThePeer_EndsAsWithTheOfficialShim()
    {
        await using ScriptedPeer theirs = await ScriptedPeer.ConnectAsync(_node!.Address);
        await using ScriptedPeer ours = await ScriptedPeer.ConnectAsync(_server!);
        string[][] calls = [["put", "k", "v"], ["get", "k"], ["delete", "k"], ["range", "a", "z"], ["history", "k"], ["privateHash", "c", "k"]];
        foreach (string[] call in calls)
        {
            Invocation invocation = Invocation.Of(call);
            Conversation expected = await Conversation.HoldAsync(theirs, invocation, refuse: true);
            AssertSame(string.Join(' ', call), expected, await Conversation.HoldAsync(ours, invocation, refuse: true));
            Assert.StartsWith("500 refused here", expected.End, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OfficialShim_LeavesARangeEarly_ClosesItAsOursDoes()
    {
        await using ScriptedPeer theirs = await ScriptedPeer.ConnectAsync(_node!.Address);
        await using ScriptedPeer ours = await ScriptedPeer.ConnectAsync(_server!);
        Invocation invocation = Invocation.Of("firstOfRange", "a", "z");
        Conversation expected = await Conversation.HoldAsync(theirs, invocation, refuse: false);
        Assert.StartsWith("QueryStateClose", expected.Requests[^1], StringComparison.Ordinal);
        AssertSame("firstOfRange", expected, await Conversation.HoldAsync(ours, invocation, refuse: false));
    }

    [Fact]
    public async Task OfficialShim_ManyCallsAtOnce_AreOneOutstandingRequestEach()
    {
        await using ScriptedPeer peer = await ScriptedPeer.ConnectAsync(_node!.Address);
        Invocation invocation = Invocation.Of("putAllAtOnce", "a", "b", "c");
        await peer.SendAsync(invocation);
        foreach (string key in (string[])["a", "b", "c"])
        {
            Assert.Equal(key, (await peer.ReceiveAsync(MessageType.PutState, invocation, PutState.Parser)).Key);
            await peer.AnswerAsync(invocation);
        }

        Assert.Equal(200, (await peer.ReceiveResponseAsync(invocation)).Status);
    }

    private static void AssertSame(string call, Conversation expected, Conversation actual)
    {
        Assert.True(expected.Requests.SequenceEqual(actual.Requests), $"{call}: official {string.Join(", ", expected.Requests)}; ours {string.Join(", ", actual.Requests)}");
        Assert.True(expected.End == actual.End, $"{call}: official {expected.End}; ours {actual.End}");
    }
}
