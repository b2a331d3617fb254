using System.Net;
using System.Text;
using FLChain.Fabric.Shim;

namespace FLChain.Benchmarks;

/// <summary>The benchmark's contract on our shim, in a process of its own like the other: <c>write</c> puts a value blindly, <c>update</c> reads the key first.</summary>
internal sealed class BenchChaincode : IChaincode
{
    /// <summary>The argument with which this program serves the contract.</summary>
    public const string Verb = "serve-chaincode";

    /// <summary>Serves until standard input ends.</summary>
    public static async Task ServeAsync(string packageId, int port)
    {
        await using var server = new ChaincodeServer(
            new BenchChaincode(),
            new ChaincodeServerOptions { PackageId = packageId, ListenAddress = new IPEndPoint(IPAddress.Loopback, port) });
        await server.StartAsync();
        await Console.In.ReadToEndAsync();
    }

    public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
    {
        var key = Encoding.UTF8.GetString(stub.Arguments[1].Span);
        if (stub.Arguments[0].Span.SequenceEqual("update"u8)) await stub.GetStateAsync(key, cancellationToken);
        await stub.PutStateAsync(key, stub.Arguments[2], cancellationToken);
        return ChaincodeResponse.Ok();
    }
}
