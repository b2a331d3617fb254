using FLChain.Fabric.Client;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.Index;
using FLChain.Gateway.Tests.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>The whole gateway, in a process of its own, killed at random moments while blocks come in.</summary>
public sealed class KilledGatewayTests(GatewayWorld world) : IDisposable
{
    private const int Kills = 4;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_WhileBlocksComeIn_EndsWithIndexFilterAndTreeOfTheLedger()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var transactions = KeepTransactingAsync(ending.Token);
        var random = new Random(11);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var gateway = GatewayProcess.Start(world.Federation.Consortium.Files.AuditorProfile, _folder["data"]);

            // Once while it starts, then with any number of blocks in its index, at last with nearly all.
            var height = (int)world.Federation.Consortium.Height;
            if (kill == 0) await Task.Delay(random.Next(50, 700), Stop);
            else await gateway.HasBlocksAsync(kill == Kills - 1 ? height : random.Next(1, height), Stop);
            gateway.Kill();
            Assert.True(gateway.WasKilled, "the gateway ended by itself");
        }

        await ending.CancelAsync();
        await transactions;
        await AssertAsTheLedgerAsync();
        var (code, output) = await GatewayProcess.RunAsync("rebuild", world.Federation.Consortium.Files.AuditorProfile, _folder["data"]);
        Assert.True(code == 0, output);
        Assert.Contains("equal to the old index", output, StringComparison.Ordinal);
    }

    // The filter has a secret seed, so the other index is of the same folder.
    private async Task AssertAsTheLedgerAsync()
    {
        var settings = new GatewaySettings { Profile = world.Federation.Consortium.Files.AuditorProfile, Data = _folder["data"] };
        var profile = ConnectionProfile.Load(settings.Profile);
        using var folder = GatewayFolder.Take(settings.Data);
        using var killed = GatewayServices.OpenIndex(profile, settings, folder);
        Assert.True(killed.Height.Blocks > 20, $"it had {killed.Height.Blocks} blocks only");
        using var fresh = GatewayServices.OpenIndex(profile, settings, folder, _folder["fresh.db"]);
        using var ledger = new Gateway.Ledger.LedgerAccess(profile, NullLogger<Gateway.Ledger.LedgerAccess>.Instance);
        using var follower = new IndexFollower(fresh, new Gateway.Ledger.FabricLedgerSource(ledger.Service), TimeProvider.System, NullLogger<IndexFollower>.Instance);
        await follower.CatchUpAsync(killed.Height.Blocks, Stop);
        Assert.Equal(fresh.Fingerprint(), killed.Fingerprint());
    }

    private async Task KeepTransactingAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await world.FundAsync(world.PartyOf("auditor"), 1);
    }
}
