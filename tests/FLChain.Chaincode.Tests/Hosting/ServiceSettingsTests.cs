using System.Net;
using FLChain.Chaincode.Hosting;
using FLChain.Fabric.Shim;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Chaincode.Tests.Hosting;

public sealed class ServiceSettingsTests
{
    private static readonly string[] Complete = ["--server-address", "127.0.0.1:0", "--package-id", "flchain:abc", "--authority-msp", "AuthorityMSP"];

    [Fact]
    public async Task Read_CompleteFlags_Serve()
    {
        using var settings = ServiceSettings.Read(Complete);
        var options = settings.Server(NullLoggerFactory.Instance);
        Assert.Equal(("flchain:abc", "AuthorityMSP"), (options.PackageId, settings.Chaincode.AuthorityMsp));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 0), options.ListenAddress);
        Assert.Null(options.Transport.ServerCertificate);
        await using var server = new ChaincodeServer(FLChainChaincode.CreateRouter(settings.Chaincode), options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, server.Address.Port);
        Assert.Null(server.HealthAddress);
    }

    [Fact]
    public async Task Read_HealthAddress_TellsHealthThere()
    {
        using var settings = ServiceSettings.Read([.. Complete, "--health-address", "127.0.0.1:0"]);
        await using var server = new ChaincodeServer(FLChainChaincode.CreateRouter(settings.Chaincode), settings.Server(NullLoggerFactory.Instance));
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        Assert.Equal("alive", await http.GetStringAsync($"http://{server.HealthAddress}/livez", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData("0", 0)]
    [InlineData("300", 300)]
    public void Read_ClockAhead_IsTheServersToleranceAndByDefaultThePolicys(string? value, int seconds)
    {
        using var settings = ServiceSettings.Read(value is null ? Complete : [.. Complete, "--clock-ahead-seconds", value]);
        var options = settings.Server(NullLoggerFactory.Instance);
        Assert.Equal((TimeSpan.FromSeconds(seconds), TimeSpan.FromMinutes(5)), (options.TimestampAhead, options.TimestampBehind));
        if (value is null) Assert.Equal(Policy.Default("AuthorityMSP", [1]).ClockSkewSeconds, seconds);
    }

    [Theory]
    [InlineData("--server-address", "")]
    [InlineData("--server-address", "localhost")]
    [InlineData("--package-id", "")]
    [InlineData("--authority-msp", "")]
    [InlineData("--health-address", "localhost")]
    [InlineData("--log-level", "Verbose")]
    [InlineData("--log-level", "1")]
    [InlineData("--clock-ahead-seconds", "-1")]
    [InlineData("--clock-ahead-seconds", "301")]
    [InlineData("--clock-ahead-seconds", "soon")]
    public void Read_ValueMissingOrMalformed_SaysSo(string flag, string value)
    {
        using var settings = ServiceSettings.Read([.. Complete, flag, value]);
        Assert.Throws<FormatException>(() => (settings.Chaincode, settings.LogLevel, settings.Server(NullLoggerFactory.Instance)));
    }

    [Theory]
    [InlineData("", LogLevel.Information)]
    [InlineData("Debug", LogLevel.Debug)]
    [InlineData("warning", LogLevel.Warning)]
    public void Read_LogLevel_IsTheOneNamed(string value, LogLevel expected)
    {
        using var settings = ServiceSettings.Read([.. Complete, "--log-level", value]);
        Assert.Equal(expected, settings.LogLevel);
    }

    [Theory]
    [InlineData("--tls-cert")]
    [InlineData("--tls-key")]
    [InlineData("--client-ca-cert")]
    public void Read_HalfOfTls_SaysSo(string flag)
    {
        using var settings = ServiceSettings.Read([.. Complete, flag, "somewhere.pem"]);
        Assert.Throws<FormatException>(() => settings.Server(NullLoggerFactory.Instance));
    }

    [Fact]
    public void Read_CertificateFileMissing_Throws()
    {
        using var settings = ServiceSettings.Read([.. Complete, "--tls-cert", "/nowhere/c.pem", "--tls-key", "/nowhere/k.pem"]);
        Assert.ThrowsAny<IOException>(() => settings.Server(NullLoggerFactory.Instance));
    }

    [Fact]
    public void Read_TlsFiles_AreTheListenersCertificateAndRoots()
    {
        var folder = Directory.CreateTempSubdirectory("flchain-settings-");
        try
        {
            var (certificate, key) = (Path.Combine(folder.FullName, "c.pem"), Path.Combine(folder.FullName, "k.pem"));
            WriteCertificate(certificate, key);
            using var settings = ServiceSettings.Read([.. Complete, "--tls-cert", certificate, "--tls-key", key, "--client-ca-cert", certificate]);
            var transport = settings.Server(NullLoggerFactory.Instance).Transport;
            Assert.True(transport.ServerCertificate!.HasPrivateKey);
            Assert.Equal(transport.ServerCertificate.Thumbprint, Assert.Single(transport.ClientRootCertificates).Thumbprint);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteCertificate(string certificatePath, string keyPath)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=chaincode", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
    }
}
