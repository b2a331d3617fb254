using System.Diagnostics;
using System.Globalization;
using FLChain.EndToEnd.Tests.Demo;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>What was interrupted goes on when it is said again, also while transactions are committed.</summary>
[Collection(OnOneFabricNetwork.Name)]
public sealed class InterruptedTests
{
    private readonly FabricNetwork _network;

    public InterruptedTests(FabricNetwork network)
    {
        FabricNetwork.Require();
        _network = network;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deploy_RefusedAtItsCommit_LeavesWhatRunsAndSucceedsWhenSaidAgain()
    {
        using var failing = new FailingFabric("lifecycle chaincode commit");
        var before = Services();
        var (exit, output) = await RunAsync(failing.Home, "deploy");
        Assert.True(exit == 1 && output.Contains("refused by the test", StringComparison.Ordinal), output);

        Assert.Equal(before, Services());
        var abandoned = Waiting();
        Assert.Equal(before.Count, abandoned.Length);
        Process[] leaving = [.. before.Values.Concat(abandoned).Select(Process.GetProcessById)];
        await _network.RunAsync("start");
        await _network.RunAsync("status");
        var next = $"{Sequence() + 1}";
        var stale = Path.Combine(_network.Data, "chaincode", next, "app", "stale.txt");
        await File.WriteAllTextAsync(stale, "of the first try", Stop);

        await using (var traffic = Traffic.Start(_network.Parties))
        {
            await _network.RunAsync("deploy");
            Assert.NotEqual(0, traffic.Committed);
        }

        Assert.False(File.Exists(stale));
        Assert.Empty(Waiting());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        foreach (var process in leaving) await process.WaitForExitAsync(limit.Token);
        Assert.Equal(next, $"{Sequence()}");
        await _network.RunAsync("status");
    }

    [Fact]
    public async Task Deploy_InterruptedAfterItsCommit_GoesOnFromTheCommittedSequence()
    {
        // The state that is left when the script ends between the commit and the change of services.
        using var failing = new FailingFabric("lifecycle chaincode commit");
        await RunAsync(failing.Home, "deploy");
        var committed = Sequence() + 1;
        await CommitAsync(committed);

        await _network.RunAsync("deploy");

        Assert.Equal(committed + 1, Sequence());
        Assert.Empty(Waiting());
        await _network.RunAsync("status");
    }

    [Fact]
    public async Task Join_RefusedInItsUpgrade_GoesOnWhenSaidAgain()
    {
        const string name = "trainers-late";
        using var failing = new FailingFabric("lifecycle chaincode commit");
        var (exit, output) = await RunAsync(failing.Home, "join", name);
        Assert.True(exit == 1, output);
        Assert.Contains("has all blocks", output, StringComparison.Ordinal);

        string joined;
        await using (Traffic.Start(_network.Parties)) joined = await _network.RunAsync("join", name);

        Assert.Contains($"{name} takes part", joined, StringComparison.Ordinal);
        (exit, output) = await RunAsync(null, "join", name);
        Assert.True(exit == 2, output);
        Assert.Contains("is taken", output, StringComparison.Ordinal);
        await _network.RunAsync("status");
    }

    [Fact]
    public async Task Rebuild_OfAPeer_ItHasAllBlocksAndPayloadsAndEndorsesAgain()
    {
        await _network.RunAsync("rebuild", "peer-buyers");

        await _network.RunAsync("status");
        // Its chaincode answers, and the auditor's peer is this one: payloads that it did not get with their blocks come soon after.
        while (true)
        {
            using var audit = FlchainProcess.Start("audit", "--profile", _network.AuditorProfile, "--payload-blocks-to-live", "0");
            if (await audit.EndAsync(Stop) == 0) break;
            await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        }
    }

    [Fact]
    public async Task Status_InAnotherTimeZone_FindsEveryProcess()
    {
        var environment = _network.Environment(_network.Data);
        environment["TZ"] = "Asia/Tokyo";
        var (exit, output) = await NetworkScript.RunAsync(environment, Stop, "status");
        Assert.True(exit == 0, output);
    }

    private async Task CommitAsync(int sequence)
    {
        var (exit, output) = await NetworkScript.CallAsync(
            _network.Environment(_network.Data),
            $"CHAINCODE=flchain SEQUENCE={sequence} POLICY=$MAJORITY COLLECTIONS=$DATA/config/collections.json; commit_definition",
            Stop);
        Assert.True(exit == 0, output);
    }

    private Task<(int ExitCode, string Output)> RunAsync(string? fabricHome, params string[] arguments)
    {
        var environment = _network.Environment(_network.Data);
        if (fabricHome is not null) environment["FABRIC_HOME"] = fabricHome;
        return NetworkScript.RunAsync(environment, Stop, arguments);
    }

    // The one sequence that all services have.
    private int Sequence() => Directory.EnumerateFiles(Path.Combine(_network.Data, "services"))
        .Select(file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)).Distinct().Single();

    private SortedDictionary<string, int> Services() => new(
        Nodes("chaincode-*").ToDictionary(node => node, node => FabricNetwork.ProcessIdOf(_network.Data, node)), StringComparer.Ordinal);

    // The services of a sequence that is not committed.
    private int[] Waiting() => [.. Nodes("next-chaincode-*").Select(node => FabricNetwork.ProcessIdOf(_network.Data, node))];

    private IEnumerable<string> Nodes(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(_network.Data, "run"), pattern + ".pid").Select(file => Path.GetFileNameWithoutExtension(file));
}
