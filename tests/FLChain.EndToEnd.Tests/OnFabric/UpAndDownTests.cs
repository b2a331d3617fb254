using System.Diagnostics;

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Down_LeavesNoProcessAndNoFileBehind()
    {
        await SucceedAsync("up", "--no-chaincode");
        await SucceedAsync("status");
        string[] nodes = ["orderer1", "orderer2", "orderer3", "peer-authority", "peer-trainers-one", "peer-trainers-two", "peer-buyers"];
        var processes = nodes.Select(node => Process.GetProcessById(FabricNetwork.ProcessIdOf(Data, node))).ToArray();

        await SucceedAsync("down");

        // What is left of a process stays in the table until the system has heard of its end.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var process in processes) await process.WaitForExitAsync(limit.Token);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        foreach (var process in processes) process.Dispose();
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

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        NetworkScript.RunAsync(_other.Environment(Data, _basePort), TestContext.Current.CancellationToken, arguments);

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);
        Assert.True(exit == 0, output);
        return output;
    }
}
