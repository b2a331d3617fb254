using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Shim;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FLChain.Chaincode.Hosting;

/// <summary>
/// What the service is told by its environment, or by flags, which win. The names are those of Fabric's samples, as
/// flags without their prefix, in lower case and with hyphens (<c>--server-address</c>).
/// </summary>
internal sealed class ServiceSettings : IDisposable
{
    private const int DefaultClockAheadSeconds = 15;

    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        ["--server-address"] = "CHAINCODE_SERVER_ADDRESS",
        ["--package-id"] = "CHAINCODE_ID",
        ["--tls-cert"] = "CHAINCODE_TLS_CERT",
        ["--tls-key"] = "CHAINCODE_TLS_KEY",
        ["--client-ca-cert"] = "CHAINCODE_CLIENT_CA_CERT",
        ["--health-address"] = "CHAINCODE_HEALTH_ADDRESS",
        ["--log-level"] = "CHAINCODE_LOG_LEVEL",
        ["--clock-ahead-seconds"] = "CHAINCODE_CLOCK_AHEAD_SECONDS",
        ["--authority-msp"] = "FLCHAIN_AUTHORITY_MSP",
    };

    private readonly List<X509Certificate2> _certificates = [];
    private readonly IConfiguration _values;

    private ServiceSettings(IConfiguration values) => _values = values;

    public static string Usage { get; } =
        "usage: FLChain.Chaincode --server-address HOST:PORT --package-id ID --authority-msp MSP "
        + "[--tls-cert FILE --tls-key FILE [--client-ca-cert FILE]] [--health-address HOST:PORT] [--log-level LEVEL] [--clock-ahead-seconds SECONDS]" + '\n'
        + "Each may also come from the environment: " + string.Join(", ", Flags.Values) + '\n'
        + $"The log goes to the console as JSON. Levels: {string.Join(", ", Enum.GetNames<LogLevel>())}; Information where none is given." + '\n'
        + "Traces and metrics go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; without it they go nowhere.";

    /// <summary>Reads flags and environment.</summary>
    /// <exception cref="FormatException">A flag is malformed.</exception>
    public static ServiceSettings Read(string[] arguments) =>
        new(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments, Flags).Build());

    /// <summary>What the contracts are told.</summary>
    /// <exception cref="FormatException">A required value is missing.</exception>
    public ChaincodeOptions Chaincode => new() { AuthorityMsp = Required("FLCHAIN_AUTHORITY_MSP") };

    /// <summary>Where and how to listen. The certificates live as long as this object.</summary>
    /// <exception cref="FormatException">A value is missing or malformed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file holds no certificate or no key that fits it.</exception>
    public ChaincodeServerOptions Server(ILoggerFactory logging)
    {
        return new ChaincodeServerOptions
        {
            PackageId = Required("CHAINCODE_ID"),
            ListenAddress = Address("CHAINCODE_SERVER_ADDRESS", Required("CHAINCODE_SERVER_ADDRESS")),
            TimestampAhead = ClockAhead(),
            HealthAddress = _values["CHAINCODE_HEALTH_ADDRESS"] is { Length: > 0 } health ? Address("CHAINCODE_HEALTH_ADDRESS", health) : null,
            Transport = Transport(),
            LoggerFactory = logging,
        };
    }

    /// <summary>The least that is logged.</summary>
    /// <exception cref="FormatException">There is no such level.</exception>
    public LogLevel LogLevel => _values["CHAINCODE_LOG_LEVEL"] is not { Length: > 0 } name
        ? LogLevel.Information
        : Enum.GetNames<LogLevel>().Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<LogLevel>(name, ignoreCase: true)
            : throw new FormatException($"CHAINCODE_LOG_LEVEL is one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not \"{name}\"");

    /// <summary>Whether the environment names an OpenTelemetry collector.</summary>
    public bool SendsTelemetry => _values["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };

    public void Dispose() => _certificates.ForEach(certificate => certificate.Dispose());

    private GrpcListenOptions Transport()
    {
        var (certificate, key, clientRoots) = (_values["CHAINCODE_TLS_CERT"], _values["CHAINCODE_TLS_KEY"], _values["CHAINCODE_CLIENT_CA_CERT"]);
        if (string.IsNullOrEmpty(certificate) != string.IsNullOrEmpty(key))
            throw new FormatException("CHAINCODE_TLS_CERT and CHAINCODE_TLS_KEY come together");
        if (string.IsNullOrEmpty(certificate))
            return string.IsNullOrEmpty(clientRoots)
                ? new GrpcListenOptions()
                : throw new FormatException("CHAINCODE_CLIENT_CA_CERT needs CHAINCODE_TLS_CERT: without TLS no client shows a certificate");

        _certificates.Add(X509Certificate2.CreateFromPemFile(certificate, key));
        var roots = new X509Certificate2Collection();
        if (!string.IsNullOrEmpty(clientRoots)) roots.ImportFromPemFile(clientRoots);
        _certificates.AddRange(roots);
        return new GrpcListenOptions { ServerCertificate = _certificates[0], ClientRootCertificates = [.. roots] };
    }

    // As the policy says: how much later a deadline counts against others is how far ahead a timestamp may be.
    private TimeSpan ClockAhead()
    {
        if (_values["CHAINCODE_CLOCK_AHEAD_SECONDS"] is not { Length: > 0 } text) return TimeSpan.FromSeconds(DefaultClockAheadSeconds);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= PolicyRules.MaxClockSkewSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"CHAINCODE_CLOCK_AHEAD_SECONDS is 0 to {PolicyRules.MaxClockSkewSeconds}, not \"{text}\"");
    }

    private static IPEndPoint Address(string name, string value) =>
        IPEndPoint.TryParse(value, out var endpoint) ? endpoint : throw new FormatException($"{name} is an IP address and a port, not \"{value}\"");

    private string Required(string name) =>
        _values[name] is { Length: > 0 } value ? value : throw new FormatException($"{name} is not set");
}
