using Microsoft.Extensions.Hosting;

namespace FLChain.Fabric.Shim;

/// <summary>The host's own lifetime would catch the process's signals, which belong to whoever embeds the server.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
