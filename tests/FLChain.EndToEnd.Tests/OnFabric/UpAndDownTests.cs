using System.Diagnostics;
using System.Globalization;
using FLChain.EndToEnd.Tests.Demo;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>What <c>network.sh down</c> leaves behind: nothing.</summary>
[Collection(OnOneFabricNetwork.Name)]
public sealed class UpAndDownTests : IDisposable
{
    private readonly FabricNetwork _other;
    private readonly string _folder;
    private readonly int _basePort = FabricNetwork.FreeBasePort();

    public UpAndDownTests(FabricNetwork other)
    {
        FabricNetwork.Require();
        _folder = Directory.CreateTempSubdirectory("flchain-updown-test-").FullName;
        _other = other;
    }

    private string Data => Path.Combine(_folder, "network");

    public void Dispose()
    {
        // A test that failed leaves its network.
        if (Directory.Exists(Data)) NetworkScript.RunAsync(_other.Environment(Data, _basePort), CancellationToken.None, "down").GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Down_LeavesNoProcessAndNoFileBehind()
    {
        await SucceedAsync("up", "--no-chaincode");
        await SucceedAsync("status");
        await DownLeavesNothingAsync(3 + 4);
    }

    [Fact]
    public async Task Up_WithPayloadsThatExpire_TheyAreGoneInTimeAndTheAuditKnowsIt()
    {
        // Five iterations take more blocks than that, however full a slow machine's blocks are.
        const string life = "25";
        await SucceedAsync("up", "--blocks-to-live", life);
        var parties = Path.Combine(Data, "parties");
        await AssertRunsAsync(0, "", "demo", "--network", parties, "--fid", "short-lived", "--iterations", "5");
        var profile = Path.Combine(parties, "auditor", "profile.json");

        await AssertRunsAsync(0, "Not checked", "audit", "--profile", profile, "--payload-blocks-to-live", life);
        // To an auditor who was told that they stay, the peer withholds them.
        await AssertRunsAsync(1, "FAILED", "audit", "--profile", profile, "--payload-blocks-to-live", "0");
        await DownLeavesNothingAsync(3 + 4 + 4);
    }

    [Fact]
    public async Task Up_WhereOtherProgramsListen_NamesThePortAndLeavesNothing()
    {
        var (exit, output) = await NetworkScript.RunAsync(_other.Environment(Data), TestContext.Current.CancellationToken, "up");

        Assert.Equal(1, exit);
        Assert.Contains("another program listens on port", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Up_ThatFails_SaysWhatToDoAndDownLeavesNothing()
    {
        using var failing = new FailingFabric("lifecycle chaincode commit");
        var environment = _other.Environment(Data, _basePort);
        environment["FABRIC_HOME"] = failing.Home;
        var (exit, output) = await NetworkScript.RunAsync(environment, TestContext.Current.CancellationToken, "up");

        Assert.Equal(1, exit);
        Assert.Contains("network.sh down removes what is there", output, StringComparison.Ordinal);
        await DownLeavesNothingAsync(3 + 4 + 4);
    }

    [Fact]
    public async Task Container_Stopped_EndsTheNodesInOrderAndGoesOnWhenStartedAgain()
    {
        using (var container = StartContainer())
        {
            await UntilAsync(() => File.Exists(Path.Combine(Data, "up")));
            await TerminateAsync(container);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.pid"));
        using (var again = StartContainer())
        {
            await UntilAsync(async () => (await RunAsync("status")).ExitCode == 0);
            Assert.Contains("height 1", await SucceedAsync("status"), StringComparison.Ordinal);
            await TerminateAsync(again);
        }

        await SucceedAsync("down");
    }

    [Fact]
    public async Task StoppedAndStarted_GoesOnWithItsBlocks()
    {
        await SucceedAsync("up", "--no-chaincode");
        try
        {
            await SucceedAsync("stop");
            var (exit, output) = await RunAsync("status");
            Assert.Equal(1, exit);
            Assert.DoesNotContain("healthy", output, StringComparison.Ordinal);

            await SucceedAsync("start");
            Assert.Contains("height 1", await SucceedAsync("status"), StringComparison.Ordinal);
        }
        finally
        {
            await SucceedAsync("down");
        }
    }

    private Process StartContainer()
    {
        var start = new ProcessStartInfo("bash");
        start.ArgumentList.Add(Path.Combine(Path.GetDirectoryName(NetworkScript.File)!, "container.sh"));
        start.ArgumentList.Add("--no-chaincode");
        foreach (var (name, value) in _other.Environment(Data, _basePort)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task TerminateAsync(Process container)
    {
        using var kill = Process.Start("kill", ["-TERM", container.Id.ToString(CultureInfo.InvariantCulture)]);
        await container.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, container.ExitCode);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo()) await Task.Delay(100, limit.Token);
    }

    private async Task DownLeavesNothingAsync(int expected)
    {
        var processes = Directory.EnumerateFiles(Path.Combine(Data, "run"), "*.pid")
            .Select(file => Process.GetProcessById(FabricNetwork.ProcessIdOf(Data, Path.GetFileNameWithoutExtension(file)))).ToArray();
        Assert.Equal(expected, processes.Length);

        await SucceedAsync("down");

        // What is left of a process stays in the table until the system has heard of its end.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var process in processes) await process.WaitForExitAsync(limit.Token);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        foreach (var process in processes) process.Dispose();
    }

    private static async Task AssertRunsAsync(int exitCode, string expected, params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(arguments);
        Assert.True(await flchain.EndAsync(TestContext.Current.CancellationToken) == exitCode, flchain.Output);
        Assert.Contains(expected, flchain.Output, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        NetworkScript.RunAsync(_other.Environment(Data, _basePort), TestContext.Current.CancellationToken, arguments);

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);
        Assert.True(exit == 0, output);
        return output;
    }
}
