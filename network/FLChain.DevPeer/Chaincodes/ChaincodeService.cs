using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>The way to one chaincode: dials its service when a call needs it, and again after the stream was lost. Safe for concurrent use.</summary>
internal sealed class ChaincodeService : IAsyncDisposable
{
    private static readonly GrpcMethod<ChaincodeMessage, ChaincodeMessage> Connect =
        new("protos.Chaincode", "Connect", ChaincodeMessage.Parser, ChaincodeMessage.Parser);

    /// <summary>How long a service may take to accept the connection and to register. A service that is down refuses at once.</summary>
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim dialing = new(1);
    private readonly List<X509Certificate2> certificates = [];
    private readonly ChaincodeDefinition definition;
    private readonly GrpcChannel channel;
    private readonly TimeSpan timeout;
    private readonly ILogger logger;
    private volatile ChaincodeSession? session;

    public ChaincodeService(ChaincodeDefinition definition, TimeSpan timeout, ILogger logger)
    {
        this.definition = definition;
        this.timeout = timeout;
        this.logger = logger;
        channel = CreateChannel(definition.Endpoint);
    }

    /// <summary>Runs one transaction in the chaincode.</summary>
    /// <exception cref="ChaincodeException">The service is down, its stream ended, or the time is over.</exception>
    public async Task<ChaincodeOutcome> RunAsync(ActiveTransaction transaction, CancellationToken cancellationToken)
    {
        var live = session is { HasEnded: false } ready ? ready : await DialAsync(cancellationToken);
        return await live.RunAsync(transaction, timeout, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (session is { } open)
            await open.DisposeAsync();
        await channel.DisposeAsync();
        certificates.ForEach(certificate => certificate.Dispose());
        dialing.Dispose();
    }

    private async Task<ChaincodeSession> DialAsync(CancellationToken cancellationToken)
    {
        await dialing.WaitAsync(cancellationToken);
        try
        {
            if (session is { HasEnded: false } ready)
                return ready;
            if (session is { } old)
                await old.DisposeAsync();
            session = null;
            // The stream outlives the call that happened to need it first, so that call's cancellation is none of its business.
            var call = channel.Duplex(Connect, cancellationToken: CancellationToken.None);
            session = await ChaincodeSession.OpenAsync(call, definition.PackageId, DialTimeout, logger);
            ChaincodeLog.Registered(logger, definition.PackageId, definition.Endpoint.Address);
            return session;
        }
        catch (Exception exception) when (exception is GrpcException or ChaincodeException)
        {
            var reason = exception is GrpcException grpc ? grpc.Detail : exception.Message;
            throw new ChaincodeException($"could not launch chaincode {definition.PackageId}: {reason}", exception);
        }
        finally
        {
            dialing.Release();
        }
    }

    private GrpcChannel CreateChannel(ChaincodeEndpoint endpoint)
    {
        if (endpoint.RootCertificatePem is not { } root)
            return GrpcChannel.Create(new Uri($"http://{endpoint.Address}"), new GrpcChannelOptions { ConnectTimeout = DialTimeout });
        certificates.Add(X509Certificate2.CreateFromPem(root));
        var options = new GrpcChannelOptions { RootCertificates = [certificates[0]], ConnectTimeout = DialTimeout };
        if (endpoint.ClientCertificatePem is { } certificate)
        {
            certificates.Add(X509Certificate2.CreateFromPem(certificate, endpoint.ClientKeyPem));
            options = options with { ClientCertificate = certificates[1] };
        }
        return GrpcChannel.Create(new Uri($"https://{endpoint.Address}"), options);
    }
}
