using System.Diagnostics;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Functions of the script by themselves, with programs that stand for Fabric's.</summary>
public sealed class ScriptPartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-parts-test-").FullName;

    public ScriptPartsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Fabric's programs run on Linux and macOS");

    private string Data => Path.Combine(_folder, "data");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Down_InAnotherTimeZone_EndsWhatWasStarted()
    {
        await CallAsync("make_folders; save_settings; launch sleeper A=b -- sleep 300");
        using var sleeper = Process.GetProcessById(FabricNetwork.ProcessIdOf(Data, "sleeper"));

        var (exit, output) = await NetworkScript.RunAsync(Environment("Asia/Tokyo"), Stop, "down");

        Assert.True(exit == 0, output);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        await sleeper.WaitForExitAsync(limit.Token);
    }

    [Fact]
    public async Task ANodeThatDiedAtOnce_DoesNotRun()
    {
        // A process number that no system gives.
        await CallAsync("make_folders; printf '%s\n\n' 4999999 >$DATA/run/gone.pid; is_stopped gone");
    }

    [Theory]
    [InlineData("0", "echo 'Error: query failed with status: 404 - namespace flchain is not defined' >&2; exit 1")]
    [InlineData("7", "echo 'Version: 7, Sequence: 7, Endorsement Plugin: escc'")]
    // The first peer is away, the second is behind.
    [InlineData("7", "case $CORE_PEER_LOCALMSPID in AuthorityMSP) exit 1 ;; BuyersMSP) echo 'Sequence: 7,' ;; *) echo 'Sequence: 6,' ;; esac")]
    public async Task CommittedSequence_OfWhatPeersAnswer_IsTheGreatest(string expected, string peer) =>
        Assert.Equal(expected, (await CommittedSequenceAsync(peer)).Output.Trim());

    [Fact]
    public async Task CommittedSequence_WhenNoPeerAnswers_IsUnknown()
    {
        var (exit, output) = await CommittedSequenceAsync("echo 'connection refused' >&2; exit 1");

        Assert.Equal(1, exit);
        Assert.Contains("no peer says which sequence of flchain is committed: connection refused", output, StringComparison.Ordinal);
    }

    [Fact]
    public void BuildContext_OfTheImages_LeavesOutTheContainersKeys()
    {
        var ignored = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, ".dockerignore"));
        var compose = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "network", "fabric", "compose.yaml"));

        Assert.Contains("./data:/data", compose, StringComparison.Ordinal);
        Assert.Contains("network/fabric/data", ignored);
        Assert.Contains("**/node_modules", ignored);
    }

    private async Task<(int ExitCode, string Output)> CommittedSequenceAsync(string peer)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bin, "peer"), $"#!/bin/sh\n{peer}\n", Stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(bin, "peer"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await NetworkScript.CallAsync(
            Environment(null), "make_folders; cp $HERE/config/organizations $DATA/; sequence=$(committed_sequence flchain); echo $sequence", Stop);
    }

    private async Task CallAsync(string commands)
    {
        var (exit, output) = await NetworkScript.CallAsync(Environment(null), commands, Stop);
        Assert.True(exit == 0, output);
    }

    private Dictionary<string, string?> Environment(string? timeZone) => new() { ["FABRIC_HOME"] = _folder, ["FLCHAIN_FABRIC_DATA"] = Data, ["TZ"] = timeZone };
}
