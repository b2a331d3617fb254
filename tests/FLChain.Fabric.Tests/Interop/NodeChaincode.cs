using System.Net;
using System.Text.Json.Nodes;

namespace FLChain.Fabric.Tests.Interop;

/// <summary>The chaincode of <c>chaincode.js</c>: the official fabric-shim, run as a service.</summary>
internal sealed class NodeChaincode : IAsyncDisposable
{
    private readonly NodeProcess _process;

    private NodeChaincode(NodeProcess process, IPEndPoint address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    public static async Task<NodeChaincode> StartAsync(string packageId)
    {
        NodeProcess process = NodeProcess.Start(
            "chaincode.js",
            new Dictionary<string, string> { ["PACKAGE_ID"] = packageId, ["CORE_CHAINCODE_LOGGING_SHIM"] = "error" });
        JsonObject listening = await process.ReadAsync(line => line.ContainsKey("address"));
        return new NodeChaincode(process, IPEndPoint.Parse((string)listening["address"]!));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
