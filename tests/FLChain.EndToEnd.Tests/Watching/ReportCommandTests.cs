using System.Text.Json;
using FLChain.Cli;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Laboratory.Conducts;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary><c>flchain report fault</c> and <c>flchain watch</c> as processes of their own, over a federation in which somebody cheats.</summary>
public sealed class ReportCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReportAndWatch_OnAWrongGradient_ShowDryRunThenSettleOnce()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape(() => new WrongProof()));
        var scripts = world.Members.Select(member => member.TrainAsync()).ToArray();
        await world.UntilAsync(1, state => state.Contributors is not null, Token);
        using var watch = new Watch(world);
        var profile = world.Consortium.Files.AuditorProfile;
        var (cheat, honest) = (world.Members[0].DpId, world.Members[1].DpId);

        var (code, output) = await RunAsync("watch", "--profile", profile, "--data", watch.Folder, "--once", "--dry-run");
        Assert.True(code == ExitCodes.Failed, output);
        Assert.Contains(cheat, output, StringComparison.Ordinal);

        // The contract is asked first, so a report that does not hold costs nothing.
        await world.Authority.MintAsync(world.Ledger.PartyId, 10_000, "auditor", Token);
        (code, output) = await RunAsync("report", "fault", "gradient", FederationShape.Fid, "1", honest, "--profile", profile);
        Assert.True(code == ExitCodes.Failed, output);
        Assert.Equal(10_000, await world.BalanceAsync(world.Ledger.PartyId));
        (code, output) = await RunAsync("report", "fault", "gradient", FederationShape.Fid, "1", cheat, "--profile", profile, "--dry-run", "--json");
        Assert.True(code == ExitCodes.Success, output);
        Assert.Equal("proven", JsonDocument.Parse(output).RootElement.GetProperty("state").GetString());
        Assert.Empty(await world.Ledger.FaultsAsync(FederationShape.Fid, Token));

        (code, output) = await RunAsync("report", "fault", "gradient", FederationShape.Fid, "1", cheat, "--profile", profile);
        Assert.True(code == ExitCodes.Success, output);
        (code, output) = await RunAsync("report", "fault", "gradient", FederationShape.Fid, "1", cheat, "--profile", profile);
        Assert.True(code == ExitCodes.CouldNotRun, output);
        Assert.Contains(Core.Errors.ErrorCodes.AlreadyReported, output, StringComparison.Ordinal);
        (code, output) = await RunAsync("report", "list", "--profile", profile, "--json");
        Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("reports").GetArrayLength());
        foreach (var script in scripts) await Assert.ThrowsAnyAsync<Exception>(() => script);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(arguments);
        var code = await flchain.EndAsync(Token);
        return (code, flchain.Output);
    }
}
