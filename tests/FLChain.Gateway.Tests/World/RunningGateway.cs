using FLChain.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FLChain.Gateway.Tests.World;

/// <summary>A gateway in this process, at a free port of the loopback interface.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly GatewayFolder _data;
    private readonly WebApplication _app;

    private RunningGateway(GatewayFolder data, WebApplication app)
    {
        _data = data;
        _app = app;
    }

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningGateway> StartAsync(GatewaySettings settings, Action<IServiceCollection>? configure = null)
    {
        Assert.Empty(settings.Defects());
        var data = GatewayFolder.Take(settings.Data);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        configure?.Invoke(builder.Services);
        var app = GatewayHost.Build(builder, settings, data);
        await app.StartAsync();
        return new RunningGateway(data, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
    }
}
