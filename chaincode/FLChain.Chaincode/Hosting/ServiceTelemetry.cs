using FLChain.Fabric.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FLChain.Chaincode.Hosting;

/// <summary>Sends the service's traces and metrics to an OpenTelemetry collector; the exporter reads OpenTelemetry's own variables for everything else.</summary>
internal sealed class ServiceTelemetry : IDisposable
{
    private const string ServiceName = "flchain-chaincode";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private ServiceTelemetry(TracerProvider traces, MeterProvider metrics)
    {
        _traces = traces;
        _metrics = metrics;
    }

    /// <summary>Starts to send.</summary>
    public static ServiceTelemetry Start() =>
        new(
            Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(FabricTelemetry.Name).AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(FabricTelemetry.Name).AddOtlpExporter().Build());

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    // OTEL_SERVICE_NAME wins: the environment is read after this.
    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}
