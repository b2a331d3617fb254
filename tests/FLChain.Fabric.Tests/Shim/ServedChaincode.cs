using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A chaincode server on a free port, and one peer that is ready.</summary>
internal sealed class ServedChaincode : IAsyncDisposable
{
    private ServedChaincode(ChaincodeServer server, ScriptedPeer peer, ListLogger log)
    {
        Server = server;
        Peer = peer;
        Log = log;
    }

    public ChaincodeServer Server { get; }

    public ScriptedPeer Peer { get; }

    public ListLogger Log { get; }

    public static Task<ServedChaincode> StartAsync(
        Func<IChaincodeStub, Task<ChaincodeResponse>> invoke, Func<ChaincodeServerOptions, ChaincodeServerOptions>? configure = null) =>
        StartAsync(new DelegateChaincode(invoke), configure);

    public static async Task<ServedChaincode> StartAsync(IChaincode chaincode, Func<ChaincodeServerOptions, ChaincodeServerOptions>? configure = null)
    {
        var log = new ListLogger();
        var options = new ChaincodeServerOptions { PackageId = "cc:0123", LoggerFactory = log, ShutdownGrace = TimeSpan.FromMilliseconds(200) };
        var server = new ChaincodeServer(chaincode, configure?.Invoke(options) ?? options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new ServedChaincode(server, await ScriptedPeer.ConnectAsync(server), log);
    }

    /// <summary>Sends an invocation.</summary>
    public async Task<Invocation> InvokeAsync(params string[] arguments)
    {
        Invocation invocation = Invocation.Of(arguments);
        await Peer.SendAsync(invocation);
        return invocation;
    }

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        await Server.DisposeAsync();
    }
}
