using System.Text.Json;
using FLChain.Cli;
using FLChain.Cli.Consortium;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>The demo's story and every command on real Fabric, and an organization that joins while it runs.</summary>
[Collection(OnOneFabricNetwork.Name)]
public sealed class FabricStoryTests : IDisposable
{
    private const int Iterations = 3;
    private readonly FabricNetwork _network;
    private readonly string _folder;
    private readonly string _json;

    public FabricStoryTests(FabricNetwork network)
    {
        // A test that is skipped here is never disposed of: nothing may be there yet.
        FabricNetwork.Require();
        _folder = Directory.CreateTempSubdirectory("flchain-story-test-").FullName;
        _json = Path.Combine(_folder, "figures.json");
        _network = network;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Up_ToTheFirstCommittedTransaction_TakesLessThanHalfAMinute() => Assert.InRange(_network.SecondsToFirstTransaction, 0.1, 30);

    [Fact]
    public async Task Demo_FourTrainersOfTwoOrganizations_EndsWellAndIsAuditedByEveryCommand()
    {
        using var demo = Play("story", Iterations, 4);
        await AssertEndedWellAsync(demo);

        await AssertRunsAsync("PASSED", "audit", "--profile", _network.AuditorProfile, "--payload-blocks-to-live", "0");
        await AssertRunsAsync("finished", "status", "story", "--profile", _network.AuditorProfile);
        await AssertRunsAsync("trainer-4", "statement", "--profile", _network.AuditorProfile);
        await AssertRunsAsync("counterparty", "statement", "trainer-1", "--json", "--profile", _network.AuditorProfile);
        await AssertRunsAsync("wrong: 0", "watch", "story", "--once", "--dry-run", "--data", Path.Combine(_folder, "watched"), "--profile", _network.AuditorProfile);
        await AssertRunsAsync("", "report", "list", "--profile", _network.AuditorProfile);
    }

    [Fact]
    public async Task Policy_ShownAndChecked_IsSoundAndNothingWouldChange()
    {
        using var shown = FlchainProcess.Start("policy", "show", "--profile", _network.AuditorProfile);
        Assert.True(await shown.EndAsync(Stop) == 0, shown.Output);
        var file = Path.Combine(_folder, "policy.json");
        await File.WriteAllTextAsync(file, shown.Output, Stop);

        await AssertRunsAsync("sound", "policy", "check", file);
        var authority = TrainerOptions.Load(OptionsFiles.Open(_network.Parties).Authority).Profile;
        await AssertRunsAsync("nothing differs", "policy", "set", file, "--dry-run", "--profile", authority);
    }

    [Fact]
    public async Task SetPolicy_EndorsedByAllButTheAuthoritysPeer_ChangesNothing()
    {
        var options = TrainerOptions.Load(OptionsFiles.Open(_network.Parties).Authority);
        var profile = ConnectionProfile.Load(options.Profile);
        // Saved beside the authority's own, from where its paths count.
        var others = Path.Combine(profile.Folder, "others.json");
        (profile with { EndorsingOrganizations = ["TrainersOneMSP", "TrainersTwoMSP", "BuyersMSP"] }).Save(others);
        await using var withoutIt = AuthorityOffice.Connect(new TrainerOptions { Profile = others, StateDirectory = options.StateDirectory });
        var policy = await withoutIt.PolicyAsync(Stop) ?? throw new InvalidOperationException("the network has no policy");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => withoutIt.SetPolicyAsync(policy with { MissWeight = policy.MissWeight + 1 }, Stop));

        Assert.Contains(nameof(TxValidationCode.EndorsementPolicyFailure), $"{refused}", StringComparison.Ordinal);
        Assert.Equal(policy.Version, (await withoutIt.PolicyAsync(Stop))!.Version);
    }

    [Fact]
    public async Task Join_OfTwoOrganizationsInARow_TheirTrainersTakePartInTheNextFederation()
    {
        await _network.RunAsync("join", "trainers-three");
        await _network.RunAsync("join", "trainers-four");
        using var demo = Play("joined", 2, 6);
        await AssertEndedWellAsync(demo);

        using var status = FlchainProcess.Start("status", "joined", "--json", "--profile", _network.AuditorProfile);
        Assert.Equal(0, await status.EndAsync(Stop));
        using var answer = JsonDocument.Parse(status.Output);
        Assert.Equal(6, answer.RootElement.GetProperty("progress").GetProperty("model").GetProperty("dps").GetArrayLength());
    }

    [Fact]
    public async Task Deploy_Again_UpgradesToTheNextSequenceAndTheLedgerGoesOn()
    {
        var accounts = await AccountsAsync();
        var before = await _network.RunAsync("status");
        var deployed = await _network.RunAsync("deploy");

        Assert.DoesNotContain(before.Split('\n').Single(line => line.StartsWith("Name: flchain", StringComparison.Ordinal)), await _network.RunAsync("status"), StringComparison.Ordinal);
        Assert.Contains("committed", deployed, StringComparison.Ordinal);
        Assert.Equal(accounts, await AccountsAsync());
    }

    private async Task<string> AccountsAsync()
    {
        using var statement = FlchainProcess.Start("statement", "--json", "--profile", _network.AuditorProfile);
        Assert.True(await statement.EndAsync(Stop) == 0, statement.Output);
        return statement.Output;
    }

    private FlchainProcess Play(string fid, int iterations, int trainers) => FlchainProcess.Start(
        "demo", "--network", _network.Parties, "--fid", fid, "--iterations", $"{iterations}", "--trainers", $"{trainers}", "--threshold", "3", "--json", _json);

    private async Task AssertEndedWellAsync(FlchainProcess demo)
    {
        Assert.True(await demo.EndAsync(Stop) == 0, demo.Output);
        var figures = DemoFigures.Read(_json);
        Assert.True(figures.Truth("auditPassed"));
        Assert.Equal(figures.Whole("minted"), figures.Whole("sumOfAccounts"));
        Assert.InRange(Math.Abs(figures.Number("federationTestAccuracy") - figures.Number("unmaskedTestAccuracy")), 0, 0.005);
        TestContext.Current.SendDiagnosticMessage($"{figures.Number("secondsPerIteration")} s per iteration");
    }

    private static Task AssertRunsAsync(string expected, params string[] arguments) => AssertRunsAsync(ExitCodes.Success, expected, arguments);

    private static async Task AssertRunsAsync(int exitCode, string expected, params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(arguments);
        Assert.True(await flchain.EndAsync(Stop) == exitCode, flchain.Output);
        Assert.Contains(expected, flchain.Output, StringComparison.Ordinal);
    }
}
