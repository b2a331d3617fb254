using FLChain.Fabric.Identities;

namespace FLChain.Gateway.Hosting;

/// <summary>
/// A gateway within another program, such as <c>flchain up</c>: it listens on the loopback, says nothing on the standard
/// output and warnings on the standard error. Safe for concurrent use.
/// </summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private readonly GatewayFolder _folder;
    private readonly WebApplication _app;

    private GatewayServer(GatewayFolder folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts it; it answers when this returns, and catches up with the ledger by itself.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="port">Port on the loopback; 0 for a free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The settings have defects, or what they name cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be used or another gateway has it, or the port is taken.</exception>
    public static async Task<GatewayServer> StartAsync(GatewaySettings settings, int port, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Defects() is { Count: > 0 } defects) throw new InvalidDataException(string.Join("; ", defects));
        var folder = GatewayFolder.Take(settings.Data);
        WebApplication? app = null;
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration["urls"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
            builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);

            // Its host decides when it ends, not a key that is pressed.
            builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
            app = GatewayHost.Build(builder, settings, folder);
            await app.StartAsync(cancellationToken);
            return new GatewayServer(folder, app);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Invites a user who will act with an identity whose key the gateway keeps, encrypted; one of the role authority gets the key of <see cref="GatewaySettings.JudgeKey"/>. An earlier invitation of the name no longer holds.</summary>
    /// <param name="name">1 to 64 letters, digits, dots, hyphens and underscores.</param>
    /// <param name="roles">What it may do.</param>
    /// <param name="mspId">Organization of the identity.</param>
    /// <param name="mspFolder">MSP folder of the identity, with its key.</param>
    /// <returns>The link that the user opens to set a password, once and within seven days; null when there is a user of this name.</returns>
    /// <exception cref="FLChain.Fabric.FabricConfigurationException">The identity cannot be read.</exception>
    public Uri? Invite(string name, Role roles, string mspId, string mspFolder)
    {
        if (!UserDirectory.IsName(name)) throw new ArgumentException("not a user's name", nameof(name));
        if (_app.Services.GetRequiredService<UserDirectory>().Find(name) is not null) return null;
        using var identity = IdentityFiles.LoadMsp(mspId, mspFolder);
        var privateKey = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(mspFolder, "keystore")).Single());
        var token = _app.Services.GetRequiredService<Invitations>().Invite(name, roles, identity.Identity, privateKey, mayJudge: true);
        return token is null ? null : new Uri(Address, $"/join#{token}");
    }

    /// <summary>Waits until a block is in the index, but no longer than <paramref name="patience"/>.</summary>
    public Task ReachAsync(ulong block, TimeSpan patience) => _app.Services.GetRequiredService<LedgerIndex>().ReachAsync(block, patience);

    /// <summary>Stops it; what is being answered is finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
