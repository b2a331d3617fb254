using System.Collections.Concurrent;
using System.Diagnostics;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Telemetry;

namespace FLChain.DevPeer.Tests.Services;

public sealed class TelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> activities = new();
    private readonly ActivityListener listener;

    public TelemetryTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FabricTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Submit_FromClientToChaincode_IsOneTrace()
    {
        await using var network = await TestNetwork.StartAsync();
        await using var gateway = Connect(network);
        var result = await gateway.GetNetwork("flchain").GetContract(TestNetwork.Chaincode).SubmitAsync("put", ["a"u8.ToArray(), "1"u8.ToArray()], cancellationToken: TestContext.Current.CancellationToken);

        var spans = activities.Where(each => Equals(each.GetTagItem("fabric.transaction.id"), result.TransactionId)).ToArray();
        Assert.Equal(["fabric.chaincode", "fabric.commit_status", "fabric.endorse", "fabric.submit"], spans.Select(each => each.OperationName).Order(StringComparer.Ordinal));
        Assert.All(spans, each => Assert.Equal(result.TransactionId[..32], each.TraceId.ToHexString()));
        Assert.All(spans, each => Assert.NotEqual(ActivityStatusCode.Error, each.Status));
    }

    [Fact]
    public async Task Submit_WithinAnotherTrace_StaysThereAndLinksToTheTransactions()
    {
        await using var network = await TestNetwork.StartAsync();
        await using var gateway = Connect(network);
        using var outer = new Activity("outer").Start();
        var failure = await Assert.ThrowsAsync<EndorseException>(
            () => gateway.GetNetwork("flchain").GetContract(TestNetwork.Chaincode).SubmitAsync("fail", ["no"u8.ToArray()], cancellationToken: TestContext.Current.CancellationToken));

        var span = Assert.Single(activities, each => each.OperationName == "fabric.endorse" && Equals(each.GetTagItem("fabric.transaction.id"), failure.TransactionId));
        Assert.Equal(outer.TraceId, span.TraceId);
        Assert.Equal(failure.TransactionId[..32], Assert.Single(span.Links).Context.TraceId.ToHexString());
        Assert.Equal((ActivityStatusCode.Error, "Aborted"), (span.Status, span.StatusDescription));
    }

    private static FabricGateway Connect(TestNetwork network)
    {
        var identity = IdentityFiles.LoadMsp("Org1MSP", network.Consortium.IssueUser("Org1MSP", "traced", "traced"));
        return FabricGateway.Connect(new GatewayOptions { Identity = identity.Identity, Signer = identity.Signer, Channels = [network.Channel()] });
    }
}
