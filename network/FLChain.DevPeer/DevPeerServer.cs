using System.Net;
using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Services;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FLChain.DevPeer;

/// <summary>
/// The embedded peer: one process that stands for a whole Fabric network. It speaks Fabric's gateway and deliver services
/// to clients and the chaincode protocol to chaincode services, endorses for every organization of its consortium, orders,
/// validates and commits. It handles no signals of the process: whoever owns it disposes it.
/// </summary>
public sealed class DevPeerServer : IAsyncDisposable
{
    // A transaction over the orderer's limit by less than this is refused in the orderer's words, a larger one unread.
    private const int SubmitSlackBytes = 1 << 20;

    // What a stream that never ends may hold up.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    // Questions of a certificate, a signature and a few names.
    private static readonly GrpcServerOptions SmallRequests = new() { MaxReceiveMessageBytes = 1 << 20 };

    private readonly PeerCore core;
    private readonly WebApplication application;
    private readonly X509Certificate2? certificate;

    private DevPeerServer(PeerCore core, WebApplication application, X509Certificate2? certificate)
    {
        this.core = core;
        this.application = application;
        this.certificate = certificate;
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Address = new Uri(addresses.Addresses.Single());
    }

    /// <summary>Where clients find the peer: <c>https://127.0.0.1:port</c>, or <c>http://</c> without TLS.</summary>
    public Uri Address { get; }

    /// <summary>The number of committed blocks.</summary>
    public ulong Height => core.Ledger.Height.Current;

    /// <summary>Opens the ledger, writes a CONFIG block if the channel is new or its definition has changed, and starts to serve.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or names an organization that is not there.</exception>
    /// <exception cref="Fabric.FabricConfigurationException">The crypto material of the consortium cannot be used.</exception>
    /// <exception cref="Ledger.LedgerCorruptionException">The ledger on disk does not fit together, or belongs to another channel.</exception>
    /// <exception cref="IOException">The port is taken, or another process has the ledger open.</exception>
    public static async Task<DevPeerServer> StartAsync(DevPeerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        DevPeerOptionsCheck.Validate(options);
        var host = options.Consortium.Organizations[0];
        var certificate = options.UseTls
            ? IdentityFiles.LoadTlsCertificate(host.NodeTlsCertificatePath, host.NodeTlsKeyPath)
            : null;
        PeerCore? core = null;
        WebApplication? application = null;
        try
        {
            core = await PeerCore.OpenAsync(options);
            application = Build(options, core, certificate);
            await application.StartAsync(cancellationToken);
            return new DevPeerServer(core, application, certificate);
        }
        catch
        {
            if (application is not null)
                await application.DisposeAsync();
            if (core is not null)
                await core.DisposeAsync();
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Stops serving, commits what was submitted, and closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        // Streams wait for the next block; told that none will come, they end by themselves.
        core.Ledger.Height.Close();
        await core.Ordering.DisposeAsync();
        await application.StopAsync();
        await application.DisposeAsync();
        await core.DisposeAsync();
        certificate?.Dispose();
    }

    private static WebApplication Build(DevPeerOptions options, PeerCore core, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = CloseTimeout);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.ListenGrpc(new IPEndPoint(IPAddress.Loopback, options.Port), new GrpcListenOptions { ServerCertificate = certificate }));
        var application = builder.Build();
        application.UseRouting();
        var transactions = new GrpcServerOptions { MaxReceiveMessageBytes = options.AbsoluteMaxBytes + SubmitSlackBytes };
        application.MapGrpcUnary(GatewayService.Endorse, core.Proposals.EndorseAsync);
        application.MapGrpcUnary(GatewayService.Evaluate, core.Proposals.EvaluateAsync);
        application.MapGrpcUnary(GatewayService.Submit, core.Submissions.SubmitAsync, transactions);
        application.MapGrpcUnary(GatewayService.CommitStatus, core.Submissions.CommitStatusAsync, SmallRequests);
        application.MapGrpcServerStreaming(GatewayService.ChaincodeEvents, core.Events.StreamAsync, SmallRequests);
        application.MapGrpcDuplex(Fabric.Client.DeliverService.Deliver, core.Blocks.StreamAsync, SmallRequests);
        return application;
    }

    // The host's own lifetime would catch the process's signals, which belong to whoever embeds the peer.
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
