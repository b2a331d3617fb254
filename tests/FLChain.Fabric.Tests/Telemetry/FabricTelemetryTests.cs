using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FLChain.Fabric.Shim;
using FLChain.Fabric.Telemetry;
using FLChain.Fabric.Tests.Shim;

namespace FLChain.Fabric.Tests.Telemetry;

/// <summary>Other tests run beside these and are measured too, so each looks for its own transaction.</summary>
public sealed class FabricTelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<(string Instrument, string Tags)> _measurements = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public FabricTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FabricTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Name == FabricTelemetry.Name) meters.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            _measurements.Enqueue((instrument.Name, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        _meters.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void ContextOf_ATransactionId_IsMadeOfItsBytes()
    {
        string id = "00112233445566778899aabbccddeeff" + "0123456789abcdef" + new string('f', 16);
        ActivityContext context = FabricTelemetry.ContextOf(id);
        Assert.Equal("00112233445566778899aabbccddeeff", context.TraceId.ToHexString());
        Assert.Equal("0123456789abcdef", context.SpanId.ToHexString());
        Assert.True(context.IsRemote);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void ContextOf_AnythingElse_IsNone(string text) => Assert.Equal(default, FabricTelemetry.ContextOf(text));

    [Theory]
    [InlineData(true, ActivityStatusCode.Ok, "outcome=ok")]
    [InlineData(false, ActivityStatusCode.Error, "outcome=refused")]
    public async Task Transaction_InTheChaincode_IsASpanOfItsOwnTrace(bool succeeds, ActivityStatusCode status, string outcome)
    {
        await using ServedChaincode served = await ServedChaincode.StartAsync(
            _ => Task.FromResult(succeeds ? ChaincodeResponse.Ok() : ChaincodeResponse.Error("secret words")));
        Invocation invocation = await served.InvokeAsync("f", "secret argument");
        await served.Peer.ReceiveResponseAsync(invocation);

        Activity span = Assert.Single(_activities, each => Equals(each.GetTagItem("fabric.transaction.id"), invocation.TransactionId));
        Assert.Equal(("fabric.chaincode", ActivityKind.Server, status), (span.OperationName, span.Kind, span.Status));
        Assert.Equal(invocation.TransactionId[..32], span.TraceId.ToHexString());
        Assert.Equal(invocation.TransactionId[32..48], span.ParentSpanId.ToHexString());
        Assert.Equal("ch", span.GetTagItem("fabric.channel"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
        Assert.Null(span.StatusDescription);
        Assert.Contains(("flchain.fabric.chaincode.transaction.duration", outcome), _measurements);
    }
}
