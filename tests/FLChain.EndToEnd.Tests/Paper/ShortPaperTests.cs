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
