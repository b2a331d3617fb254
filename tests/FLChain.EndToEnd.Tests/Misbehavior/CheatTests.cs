using System.Globalization;
using FLChain.Cli.Demo;
using FLChain.Core.Money;
using FLChain.Cryptography.Masking;
using FLChain.Laboratory.Cheats;
using FLChain.Laboratory.Scenes;

namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>
/// Each cheat of the laboratory over the real wire: who did it is found, every account ends as Tables III and IV say, no
/// honest trainer has less than honesty would have brought it, and the audit passes. The classes below run side by side.
/// </summary>
public abstract class CheatTests
{
    /// <summary>Plays a cheat on a consortium of its own.</summary>
    protected static async Task PlayAsync(string name, string masking = PaillierMasking.SchemeName)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        var cheat = CheatCatalogue.Find(name)!;
        var folder = Directory.CreateTempSubdirectory("flchain-cheat-").FullName;
        try
        {
            await using var stage = await DemoStage.EmbedAsync(folder, Scene.Trainers, limit.Token);
            var files = stage.Files;
            var result = await Scene.PlayAsync(
                new SceneFiles(files.Authority, files.Trainers, files.Buyer, files.AuditorProfile), cheat, masking, null, TestContext.Current.TestOutputHelper!.WriteLine, limit.Token);
            Assert.All(result.Checks, check => Assert.True(check.Holds, $"{check}"));
            Assert.All(result.Paid, line => Assert.True(line.Holds, $"{line}"));
            AssertHonestyPays(result);
            var audit = await DemoAudit.RunAsync(stage, limit.Token);
            Assert.True(audit.Passed, string.Join('\n', audit.Findings.Select(finding => finding.ToString())));
            Assert.Equal(0, audit.NotReexecuted);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What one sale brings an honest trainer of the reliability that everybody began with, less what it paid to join.
    private static void AssertHonestyPays(SceneResult result)
    {
        var policy = Core.Policies.Policy.Default("AuthorityMSP", [1]);
        var share = ProfitShares.Divide(policy.Shares, SceneTrainer.Price, [.. Enumerable.Repeat((policy.InitialReliability, 1_000L), Scene.Trainers)])[0];
        foreach (var line in result.Paid.Where(line => line.Account.StartsWith("trainer-", StringComparison.Ordinal) && !line.Account.Contains("cheats", StringComparison.Ordinal)))
            Assert.True(line.Actual >= share - policy.IntentionFee, string.Create(CultureInfo.InvariantCulture, $"{line} is below {share - policy.IntentionFee}"));
    }
}
