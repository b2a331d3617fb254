using FLChain.Gateway.Pages;
using FLChain.Gateway.Rest;
using FLChain.Gateway.Submissions;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace FLChain.Gateway.Hosting;

/// <summary>Builds the gateway: services, the way of a request, routes.</summary>
internal static class GatewayHost
{
    /// <summary>Largest request that is not an upload of a model, in bytes.</summary>
    public const long MaxRequestBytes = 1 << 20;

    /// <summary>Builds it; the caller runs it.</summary>
    /// <param name="builder">Builder, with urls and logging as the caller wants them.</param>
    /// <param name="settings">Settings without defects.</param>
    /// <param name="folder">The data, which the caller disposes after the application.</param>
    /// <exception cref="InvalidDataException">A file or folder that the settings name cannot be used.</exception>
    public static WebApplication Build(WebApplicationBuilder builder, GatewaySettings settings, GatewayFolder folder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        });
        GatewayServices.Add(builder.Services, settings, folder);
        var app = builder.Build();
        GatewayServices.OpenSettings(app.Services);

        // Whoever listens for its instruments sees them from the start.
        app.Services.GetRequiredService<GatewayMetrics>();
        if (settings.KnownProxies.Count > 0) app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(StatusPage.WriteAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AccessMiddleware>();
        app.UseRateLimiter();
        app.UseMiddleware<IdempotencyMiddleware>();
        Map(app, settings);
        return app;
    }

    private static void Map(WebApplication app, GatewaySettings settings)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).ForAnyone();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(IndexHealth.Ready) }).ForAnyone();
        app.MapSwagger("/openapi/{documentName}.json").ForAnyone();
        var v1 = app.MapGroup("/v1");
        ModelsApi.Map(v1);
        ArtifactsApi.Map(v1, settings);
        TrainersApi.Map(v1);
        PurchasesApi.Map(v1);
        AccountsApi.Map(v1);
        ReportsApi.Map(v1);
        AccusationsApi.Map(v1);
        DisputesApi.Map(v1);
        PolicyApi.Map(v1);
        AuditApi.Map(v1);
        StatusApi.Map(v1);
        EventsApi.Map(v1);
        SessionApi.Map(v1);
        InvitationsApi.Map(v1);
        TransactionsApi.Map(v1);
        PageRoutes.Map(app);
    }
}
