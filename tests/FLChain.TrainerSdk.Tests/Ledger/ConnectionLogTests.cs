using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace FLChain.TrainerSdk.Tests.Ledger;

public sealed class ConnectionLogTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Logger_PeerAway_HearsOfTheRetry()
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var logger = new RetryLogger(heard);
        await using var trainer = Trainer.Connect(new TrainerOptions { Profile = WriteProfile(), StateDirectory = Path.Combine(_temporary.Path, "state"), Logger = logger });

        await Assert.ThrowsAnyAsync<Exception>(() => trainer.LiabilityAsync(heard.Token));
        Assert.Matches("^Transaction [0-9a-f]{64}: Evaluate: retry 1 ", logger.Line);
    }

    // Nobody listens on port 1.
    private string WriteProfile()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ann", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_temporary.Path, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_temporary.Path, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        var profile = Path.Combine(_temporary.Path, "profile.json");
        File.WriteAllText(
            profile,
            """
            {
              "channel": "ch", "chaincode": "cc",
              "peers": [ { "address": "http://127.0.0.1:1", "mspId": "Org1MSP" } ],
              "identity": { "mspId": "Org1MSP", "certificate": "cert.pem", "privateKey": "key.pem", "allowReadableKey": true }
            }
            """);
        return profile;
    }

    private sealed class RetryLogger(CancellationTokenSource heard) : ILogger
    {
        private const int Retrying = 1101;

        public string Line { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != Retrying)
                return;
            Line = formatter(state, exception);
            heard.Cancel();
        }
    }
}
