using System.Collections.Concurrent;
using System.Net;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Shim;

/// <summary>
/// Serves a chaincode to Fabric peers, "chaincode as a service": the peers dial in, one stream each, and run transactions
/// over it side by side. Start it before the first call. It handles no signals of the process: whoever owns it stops it.
/// <code>
/// await using var server = new ChaincodeServer(router, new ChaincodeServerOptions { PackageId = package.PackageId });
/// await server.StartAsync(cancellationToken);
/// </code>
/// </summary>
public sealed class ChaincodeServer : IAsyncDisposable
{
    private static readonly GrpcMethod<ChaincodeMessage, ChaincodeMessage> Connect =
        new("protos.Chaincode", "Connect", ChaincodeMessage.Parser, ChaincodeMessage.Parser);

    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromMinutes(1);

    // After the grace period: what a contract that never returns may still hold up.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ChaincodeServerOptions _options;
    private readonly TransactionRunner _runner;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<PeerSession, byte> _sessions = new();
    private WebApplication? _application;
    private HealthEndpoint? _health;
    private IPEndPoint? _address;
    private volatile bool _stopping;

    /// <summary>Makes a server; it listens after <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public ChaincodeServer(IChaincode chaincode, ChaincodeServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(chaincode);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<ChaincodeServer>();
        _runner = new TransactionRunner(chaincode, options, _logger);
    }

    /// <summary>Where the server listens, with the port it was given.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public IPEndPoint Address => _address ?? throw new InvalidOperationException("the server has not been started");

    /// <summary>Where health is told; null where <see cref="ChaincodeServerOptions.HealthAddress"/> is.</summary>
    public IPEndPoint? HealthAddress => _health?.Address;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_application is not null)
        {
            throw new InvalidOperationException("the server was started before");
        }

        _application = Build();
        await _application.StartAsync(cancellationToken);
        string url = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        var uri = new Uri(url);
        _address = new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port);
        ShimLog.Listening(_logger, _options.PackageId, url);
        if (_options.HealthAddress is { } health)
        {
            _health = await HealthEndpoint.StartAsync(health, Describe, _options.LoggerFactory, cancellationToken);
            ShimLog.HealthListening(_logger, _health.Address.ToString());
        }
    }

    /// <summary>
    /// Takes no more transactions, lets those that run finish within <see cref="ChaincodeServerOptions.ShutdownGrace"/>,
    /// ends the streams and stops listening. A second call does nothing.
    /// </summary>
    /// <param name="cancellationToken">Cuts the grace period short.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _stopping = true;
        if (_application is null)
        {
            return;
        }

        await Task.WhenAll(_sessions.Keys.Select(session => session.DrainAsync(_options.ShutdownGrace, cancellationToken)));
        await _application.StopAsync(cancellationToken);
    }

    /// <summary>Stops the server as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        // Last of all: until then it tells that the service stops.
        if (_health is { } health)
        {
            await health.DisposeAsync();
        }

        if (_application is { } application)
        {
            await application.DisposeAsync();
        }
    }

    private ServiceHealth Describe() =>
        new(!_stopping, _sessions.Keys.Count(session => session.IsReady), _sessions.Keys.Sum(session => session.Running));

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = CloseTimeout);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenGrpc(_options.ListenAddress, _options.Transport);
            // A peer that vanished without a word leaves transactions that wait for it.
            kestrel.Limits.Http2.KeepAlivePingDelay = KeepAlivePingDelay;
        });
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapGrpcDuplex(Connect, ServeAsync, new GrpcServerOptions { MaxReceiveMessageBytes = _options.MaxMessageBytes });
        return application;
    }

    private async Task ServeAsync(IAsyncEnumerable<ChaincodeMessage> incoming, IGrpcStreamWriter<ChaincodeMessage> writer, GrpcServerContext context)
    {
        string peer = $"{context.HttpContext.Connection.RemoteIpAddress}:{context.HttpContext.Connection.RemotePort}";
        using var session = new PeerSession(peer, _options, _runner, _logger);
        _sessions[session] = 0;
        try
        {
            // After the session is listed: a stop sees it, or it sees the stop.
            if (_stopping)
            {
                throw new GrpcException(GrpcStatusCode.Unavailable, "The chaincode stops.");
            }

            await session.RunAsync(incoming, writer, context.HttpContext.Abort, context.CancellationToken);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
        }
    }
}
