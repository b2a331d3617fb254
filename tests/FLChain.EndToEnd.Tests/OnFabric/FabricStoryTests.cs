using System.Text.Json;
using FLChain.EndToEnd.Tests.Demo;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>The demo's story and every command on real Fabric, and an organization that joins while it runs.</summary>
[Collection(OnOneFabricNetwork.Name)]
public sealed class FabricStoryTests : IDisposable
{
    private const int Iterations = 3;
    private readonly FabricNetwork _network;
    private readonly string _json;

    public FabricStoryTests(FabricNetwork network)
    {
        FabricNetwork.Require();
        _json = Path.GetTempFileName();
        _network = network;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_json);

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
        var before = await _network.RunAsync("status");
        var deployed = await _network.RunAsync("deploy");

        Assert.DoesNotContain(before.Split('\n').Single(line => line.StartsWith("Name: flchain", StringComparison.Ordinal)), await _network.RunAsync("status"), StringComparison.Ordinal);
        Assert.Contains("committed", deployed, StringComparison.Ordinal);
        await AssertRunsAsync("trainer-1", "statement", "--profile", _network.AuditorProfile);
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

    private static async Task AssertRunsAsync(string expected, params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(arguments);
        Assert.True(await flchain.EndAsync(Stop) == 0, flchain.Output);
        Assert.Contains(expected, flchain.Output, StringComparison.Ordinal);
    }
}
