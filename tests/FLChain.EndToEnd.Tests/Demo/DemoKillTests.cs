using FLChain.Cli.Consortium;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Demo;

/// <summary>The whole consortium with everyone in it is one process here: SIGKILL ends peer, contracts, authority, trainers and buyer at once.</summary>
[Collection(ChildProcesses.Name)]
public sealed class DemoKillTests : IDisposable
{
    private const int Trainers = 3;
    private const int Iterations = 2;
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-kill-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task KilledFourTimes_TheStoryGoesOnToItsEndAndNothingIsPaidTwice()
    {
        // While crypto material is made; with masked gradients on their way; after an iteration; with a purchase on its way.
        await KillWhenAsync(() => Has("organizations"));
        await KillWhenAsync(() => Has("pending"));
        await KillWhenAsync(() => Has("checkpoint"));
        await KillWhenAsync(() => Has("purchases"));

        var json = Path.Combine(_folder, "demo.json");
        using var flchain = Play("--json", json);
        Assert.True(await flchain.EndAsync(Stop) == 0, flchain.Output);
        var figures = DemoFigures.Read(json);
        Assert.True(figures.Truth("auditPassed"));
        Assert.Equal(figures.Whole("minted"), figures.Whole("sumOfAccounts"));
        Assert.InRange(Math.Abs(figures.Number("federationTestAccuracy") - figures.Number("unmaskedTestAccuracy")), 0, 0.005);
        await AssertPaidOnceAsync(figures);
    }

    private async Task AssertPaidOnceAsync(DemoFigures figures)
    {
        await using var consortium = await EmbeddedConsortium.StartAsync(new EmbeddedConsortiumOptions { Directory = _folder, Trainers = Trainers }, Stop);
        await using var ledger = LedgerClient.Connect(consortium.Files.AuditorProfile);
        var purchase = Assert.Single((await ledger.PurchasesAsync("digits-demo", "", Stop)).Items);
        Assert.Equal((PurchaseState.Settled, "confirmed"), (purchase.State, purchase.Outcome));

        var answer = await ledger.EvaluateAsync<ConservationAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null, Stop);
        var policy = Policy.Default("", []);
        Assert.Equal(Trainers * policy.RegistrationDeposit, answer.Accounts.Sum(account => account.Deposit));
        Assert.Equal(Trainers * 2_000_000 + 100_000 + Iterations * policy.LeaderReward, answer.Minted);
        Assert.Equal(figures.Whole("minted"), answer.Minted);
        Assert.Equal(answer.Minted, answer.SumOfAccounts);
    }

    private async Task KillWhenAsync(Func<bool> reached)
    {
        using var flchain = Play();
        while (!reached())
        {
            Assert.False(flchain.HasExited, flchain.Output);
            await Task.Delay(10, Stop);
        }

        await flchain.KillAsync();
    }

    // Somewhere below the folder, with something in it.
    private bool Has(string name)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(_folder, name, SearchOption.AllDirectories)
                .Any(path => File.Exists(path) ? new FileInfo(path).Length > 0 : Directory.EnumerateFileSystemEntries(path).Any());
        }
        catch (IOException)
        {
            // It was replaced while the test looked.
            return false;
        }
    }

    private FlchainProcess Play(params string[] more) => FlchainProcess.Start(
        ["demo", "--keep", _folder, "--trainers", $"{Trainers}", "--threshold", "2", "--iterations", $"{Iterations}", .. more]);
}
