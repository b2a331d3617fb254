using FLChain.Gateway.Hosting;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.Index;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.World;

/// <summary>A gateway with an open market over a ledger that a test writes, in which blocks come when the test says so, and time runs faster.</summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningGateway _gateway = null!;

    /// <summary>The ledger.</summary>
    public ScriptedLedger Ledger { get; } = new();

    /// <summary>Nobody is signed in.</summary>
    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(1) };

    public LedgerIndex Index => _gateway.Services.GetRequiredService<LedgerIndex>();

    public static async Task<ScriptedGateway> StartAsync(GatewayWorld world, TestChain chain, Func<GatewaySettings, GatewaySettings>? change = null)
    {
        var scripted = new ScriptedGateway();
        scripted.Ledger.Has([.. chain.Blocks]);
        var settings = new GatewaySettings
        {
            Profile = world.Federation.Consortium.Files.AuditorProfile,
            Data = scripted._folder["gateway"],
            PublicMarket = true,
            RequestsPerMinute = 100_000,
        };
        scripted._gateway = await RunningGateway.StartAsync(change?.Invoke(settings) ?? settings, services => services.AddSingleton<ILedgerSource>(scripted.Ledger).AddSingleton<TimeProvider>(new FastTime()));
        scripted.Client.BaseAddress = scripted._gateway.Address;
        await scripted.UntilAsync(height => height.Blocks == (ulong)chain.Blocks.Count && height.Behind == 0);
        return scripted;
    }

    public async Task UntilAsync(Func<IndexHeight, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition(Index.Height)) await Task.Delay(10, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    // What waits, waits a fiftieth of its time.
    private sealed class FastTime : TimeProvider
    {
        private const int Faster = 50;

        public override long TimestampFrequency => base.TimestampFrequency / Faster;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Faster : dueTime, period > TimeSpan.Zero ? period / Faster : period);
    }
}
