using FLChain.Fabric.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FLChain.Gateway.Hosting;

/// <summary>Sends traces and metrics to an OpenTelemetry collector; the exporter reads OpenTelemetry's own variables for everything else.</summary>
internal sealed class GatewayTelemetry : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "flchain-gateway";

    // Requests and their times are the framework's own to measure.
    private static readonly string[] Meters = [GatewayMetrics.Name, FabricTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting"];
    private static readonly string[] Sources = [FabricTelemetry.Name, "Microsoft.AspNetCore"];

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private GatewayTelemetry()
    {
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Sources).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters).AddOtlpExporter().Build();
    }

    /// <summary>Starts to send, if the environment names a collector.</summary>
    public static GatewayTelemetry? StartIfWanted() => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)) ? null : new GatewayTelemetry();

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    // OTEL_SERVICE_NAME wins: the environment is read after this.
    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}
