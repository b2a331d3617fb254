using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FLChain.Chaincode;
using FLChain.Chaincode.Hosting;
using FLChain.Fabric.Shim;
using Microsoft.Extensions.Logging;

const int UsageError = 64;

try
{
    using var settings = ServiceSettings.Read(args);
    using var logging = LoggerFactory.Create(logging => logging.SetMinimumLevel(settings.LogLevel).AddJsonConsole(console =>
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "O";
    }));
    using var telemetry = settings.SendsTelemetry ? ServiceTelemetry.Start() : null;
    await using var server = new ChaincodeServer(FLChainChaincode.CreateRouter(settings.Chaincode), settings.Server(logging));

    var stop = new TaskCompletionSource();
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    await server.StartAsync();
    await stop.Task;
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
catch (Exception error) when (error is FormatException or ArgumentException or IOException or CryptographicException)
{
    await Console.Error.WriteLineAsync(error.Message);
    await Console.Error.WriteLineAsync(ServiceSettings.Usage);
    return UsageError;
}
