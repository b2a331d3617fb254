using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Shim;

/// <summary>
/// Tells over plain HTTP how the service is, to whoever keeps it running. A server of its own: nothing of the chaincode's
/// stream, which may demand client certificates, can be reached through it.
/// </summary>
internal sealed class HealthEndpoint : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HealthEndpoint(WebApplication application) => _application = application;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address
    {
        get
        {
            var uri = new Uri(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
            return new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port);
        }
    }

    /// <summary>Starts to tell: <c>/livez</c> while the process answers at all, <c>/readyz</c> while it takes transactions.</summary>
    public static async Task<HealthEndpoint> StartAsync(IPEndPoint address, Func<ServiceHealth> health, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapGet("/livez", static context => context.Response.WriteAsync("alive"));
        application.MapGet("/readyz", context => TellAsync(context, health()));
        await application.StartAsync(cancellationToken);
        return new HealthEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static Task TellAsync(HttpContext context, ServiceHealth health)
    {
        context.Response.StatusCode = health.TakesTransactions ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        string word = health.TakesTransactions ? "ready" : "stopping";
        return context.Response.WriteAsync($"{word}; peers {health.Peers}, transactions {health.Transactions}");
    }
}
