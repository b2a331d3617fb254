using System.Text.Json.Nodes;
using FLChain.Benchmarks.Paper;

namespace FLChain.EndToEnd.Tests.Paper;

/// <summary><c>make paper</c> in its short form, with real keys: cut off after its first iteration, it goes on, and the audit of the whole chain passes.</summary>
public sealed class ShortPaperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-paper-").FullName;

    [Fact]
    public async Task Short_CutOffAndStartedAgain_FinishesWithAPassedAudit()
    {
        string[] arguments = ["--short", "--state", _folder];
        var log = Path.Combine(_folder, "trainers-4", "iterations.csv");
        using (var cut = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            var first = PaperCommand.RunAsync(arguments, cut.Token);
            while (!first.IsCompleted && !(File.Exists(log) && File.ReadLines(log).Count() > 1)) await Task.Delay(20, cut.Token);
            await cut.CancelAsync();
            if (!File.Exists(Path.Combine(_folder, "trainers-4", "result.json")))
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        Assert.Equal(0, await PaperCommand.RunAsync(arguments, TestContext.Current.CancellationToken));

        var report = await File.ReadAllTextAsync(Path.Combine(_folder, "paper-results.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| DP4 |", report, StringComparison.Ordinal);
        Assert.Contains("rlwe-paillier", report, StringComparison.Ordinal);
        Assert.Contains("Passed.", report, StringComparison.Ordinal);
        Assert.Contains("| iterations | 3 |", report, StringComparison.Ordinal);
        Assert.Contains("| full set, batch 256 as in the federation's step, mean of 1 seeds |", report, StringComparison.Ordinal);
        Assert.Matches("unmasking shares +(9|1[0-9])  ok\n", report);
        Assert.DoesNotContain("audit key", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BaselinesOnly_FileOfAnEarlierVersion_GetsWhatItLacks()
    {
        string[] arguments = ["--short", "--baselines-only", "--state", _folder];
        var file = Path.Combine(_folder, "baseline-4-1.json");
        Assert.Equal(0, await PaperCommand.RunAsync(arguments, TestContext.Current.CancellationToken));
        var whole = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var earlier = JsonNode.Parse(whole)!.AsObject();
        Assert.True(earlier.Remove("fullSetLargeBatch"));
        // What is known is taken, not trained again.
        earlier["singleTests"]![0] = 0.125;
        await File.WriteAllTextAsync(file, earlier.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Equal(0, await PaperCommand.RunAsync(arguments, TestContext.Current.CancellationToken));

        var filled = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.Equal(0.125, (double)filled["singleTests"]![0]!);
        Assert.Equal(JsonNode.Parse(whole)!["fullSetLargeBatch"]!.ToJsonString(), filled["fullSetLargeBatch"]!.ToJsonString());
        Assert.False(Directory.Exists(Path.Combine(_folder, "trainers-4")));
    }

    [Fact]
    public async Task State_OfOtherSettings_IsRefused()
    {
        string[] arguments = ["--short", "--baselines-only", "--state", _folder];
        Assert.Equal(0, await PaperCommand.RunAsync(arguments, TestContext.Current.CancellationToken));

        Assert.Equal(2, await PaperCommand.RunAsync([.. arguments, "--iterations", "4"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--iterations", "0")]
    [InlineData("--trainers", "2")]
    [InlineData("--nonsense", "1")]
    [InlineData("--data")]
    public async Task Arguments_ThatMakeNoSense_AreRefused(params string[] arguments) =>
        Assert.Equal(2, await PaperCommand.RunAsync(arguments, TestContext.Current.CancellationToken));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
