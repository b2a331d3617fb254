using System.Net;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

public sealed class HealthTests : IDisposable
{
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Health_WhileItServes_IsAliveAndReadyAndCountsItsPeers()
    {
        await using ServedChaincode served = await StartAsync(_ => Task.FromResult(ChaincodeResponse.Ok()));
        Assert.Equal((HttpStatusCode.OK, "alive"), await AskAsync(served, "livez"));
        // The peer's stream is ready as soon as the service has read its READY.
        await served.Peer.AssertQuietAsync();
        Assert.Equal((HttpStatusCode.OK, "ready; peers 1, transactions 0"), await AskAsync(served, "readyz"));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(served, "protos.Chaincode/Connect")).Status);
    }

    [Fact]
    public async Task Health_WhileItStops_IsAliveAndNotReady_AndTheRunningTransactionFinishes()
    {
        var go = new TaskCompletionSource();
        await using ServedChaincode served = await StartAsync(
            async _ =>
            {
                await go.Task;
                return ChaincodeResponse.Ok("done"u8.ToArray());
            });
        Invocation running = await served.InvokeAsync("f");
        await served.Peer.AssertQuietAsync();
        Task stop = served.Server.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping; peers 1, transactions 1"), await AskAsync(served, "readyz"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(served, "livez")).Status);
        Invocation late = await served.InvokeAsync("f");
        Assert.Equal("the chaincode stops", await served.Peer.ReceiveFailureAsync(late));
        go.SetResult();
        Assert.Equal("done", (await served.Peer.ReceiveResponseAsync(running)).Payload.ToStringUtf8());
        await stop;
    }

    private static Task<ServedChaincode> StartAsync(Func<IChaincodeStub, Task<ChaincodeResponse>> invoke) => ServedChaincode.StartAsync(
        invoke,
        options => options with { HealthAddress = new IPEndPoint(IPAddress.Loopback, 0), ShutdownGrace = TimeSpan.FromSeconds(10) });

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(ServedChaincode served, string path)
    {
        using HttpResponseMessage response = await _http.GetAsync($"http://{served.Server.HealthAddress}/{path}", TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
