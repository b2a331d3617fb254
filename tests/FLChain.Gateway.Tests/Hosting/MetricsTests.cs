using System.Diagnostics.Metrics;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>What the gateway measures of itself.</summary>
public sealed class MetricsTests(GatewayWorld world)
{
    [Fact]
    public async Task Instruments_Read_TellWhatTheStatusTells()
    {
        await world.CaughtUpAsync();
        await world.Alice.GetOkAsync($"/v1/status/{GatewayWorld.Fid}");
        var before = Read();
        await world.Alice.GetOkAsync($"/v1/status/{GatewayWorld.Fid}");
        await world.Alice.GetOkAsync("/v1/status/flm-nothing");
        var after = Read();
        Assert.True(after["flchain.filter.asked"] >= before["flchain.filter.asked"] + 2);
        Assert.True(after["flchain.filter.alone"] >= before["flchain.filter.alone"] + 2);
        Assert.True(after["flchain.index.blocks"] > 10);
        Assert.Equal((0d, 0d, 0d), (after["flchain.index.trouble"], after["flchain.filter.wrong_yes"], after["flchain.roots.alarms"]));
        Assert.InRange(after["flchain.filter.false_positives.expected"], 0, 1e-6);
        Assert.Contains("flchain.index.behind", after.Keys);
    }

    // Other gateways of these tests have the same instruments: the one with the most blocks and questions is the world's.
    private static Dictionary<string, double> Read()
    {
        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Meter.Name == GatewayMetrics.Name) listening.EnableMeasurementEvents(instrument); } };
        void Note(string name, double value) => read[name] = Math.Max(value, read.GetValueOrDefault(name));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }
}
