using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Reliability;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A wrong share without which too few are left: nobody can train on, and nobody but its author pays for that.</summary>
public sealed class LostSumTests
{
    [Fact]
    public async Task WrongShareOfAClosedIteration_NobodyCanAddOne_HaltsAtOnce()
    {
        using var lab = Open(threshold: 4);
        await CloseFirstAsync(lab, lab.World.Members);
        await ReportAsync(lab);
        AssertLost(lab, atOnce: true);
    }

    [Fact]
    public async Task WrongShareOfAnOpenIteration_NobodyCanAddOne_HaltsAtOnce()
    {
        using var lab = Open(threshold: 4);
        await lab.Play.ToLeaderAsync(1);
        await lab.GiveBadShareAsync();
        foreach (var member in lab.Honest) await lab.Play.UnmaskAsync(1, member);
        await ReportAsync(lab);
        AssertLost(lab, atOnce: true);
    }

    [Fact]
    public async Task ShareThatNobodyCanOpen_ChallengedWhenTheDeadlinePasses_NobodyIsMarkedAndSilenceHalts()
    {
        using var lab = Open(threshold: 4);
        await CloseFirstAsync(lab, lab.World.Members);
        var challenge = await lab.ReportAsync(lab.Partner, lab.Accusing(FaultKind.IncorrectShare, opening: new byte[32]));
        lab.Ledger.AdvanceSeconds(lab.World.Terms.GradientSeconds);
        await lab.Play.RefusedAsync(ErrorCodes.WrongPhase, lab.World.Stranger, TrainingNames.Expire, new ExpirePhase(TrainingWorld.Fid, 2, Phases.Gradient));
        lab.Ledger.AdvanceSeconds(lab.Policy.OpeningSeconds + 1);
        await lab.Ledger.SubmitAsync<ReportRecord>(
            lab.World.Stranger, Core.TransactionNames.Misbehavior.Contract, Core.TransactionNames.Misbehavior.SettleChallenge, new ReportReference(challenge.ReportId));
        Assert.Equal(ModelStage.Halted, lab.World.Model.Stage);
        AssertHonestUnmarked(lab);
    }

    [Fact]
    public async Task WrongShare_AMemberAddsItsOwn_TheTrainingGoesOn()
    {
        using var lab = Open(threshold: 3);
        await CloseFirstAsync(lab, lab.World.Members[..3]);
        await ReportAsync(lab);
        Assert.Equal(ModelStage.Training, lab.World.Model.Stage);
        await lab.Play.UnmaskAsync(1, lab.World.Members[3]);
        await lab.Play.IterateAsync(2, lab.Honest);
        foreach (var member in lab.Honest) await lab.Play.FinishAsync(member);
        Assert.Equal(ModelStage.Finished, lab.World.Model.Stage);
        Assert.Null(lab.Ledger.Read<CompensationEntry>(Keys.Compensation(TrainingWorld.Fid)));
    }

    [Fact]
    public async Task WrongShare_NobodyAddsOne_HaltsAtTheGradientDeadlineWithNobodyMissing()
    {
        using var lab = Open(threshold: 3);
        await CloseFirstAsync(lab, lab.World.Members[..3]);
        await ReportAsync(lab);
        await lab.Play.RefusedAsync(ErrorCodes.NotExpired, lab.World.Stranger, TrainingNames.Expire, new ExpirePhase(TrainingWorld.Fid, 2, Phases.Gradient));
        lab.Ledger.AdvanceSeconds(lab.World.Terms.GradientSeconds);
        await lab.Play.ExpireAsync(Phases.Gradient, 2, lab.World.Stranger);
        AssertLost(lab, atOnce: false);
    }

    [Fact]
    public async Task WrongShareOfTheLastIteration_NobodyAddsOne_HaltsAtTheDeadlineForFinishing()
    {
        using var lab = Open(threshold: 3, iterations: 1);
        await CloseFirstAsync(lab, lab.World.Members[..3]);
        await ReportAsync(lab);
        lab.Ledger.AdvanceSeconds(lab.World.Terms.FinishSeconds);
        await lab.Play.ExpireAsync(Phases.Finish, 0, lab.World.Stranger);
        AssertLost(lab, atOnce: false);
    }

    // Where enough right shares are there, a member that stays away is absent as ever.
    [Fact]
    public async Task WrongShare_EnoughOthersAreThere_WhoStaysAwayIsMarked()
    {
        using var lab = Open(threshold: 3);
        await CloseFirstAsync(lab, lab.World.Members);
        await ReportAsync(lab);
        foreach (var member in lab.Honest[1..]) await lab.Play.GiveAsync(2, member);
        lab.Ledger.AdvanceSeconds(lab.World.Terms.GradientSeconds);
        await lab.Play.ExpireAsync(Phases.Gradient, 2);
        Assert.Equal(ModelStage.Halted, lab.World.Model.Stage);
        var rated = lab.World.Rated(800_000);
        Assert.Equal(lab.World.Missed(rated), lab.World.TrainerOf(lab.Partner).Evidence);
        Assert.All(lab.Honest[1..], member => Assert.Equal(rated, lab.World.TrainerOf(member).Evidence));
    }

    private static Lab Open(int threshold, int iterations = 2) => new(policy => policy with { LeaderReward = 0 }, threshold: threshold, iterations: iterations);

    private static async Task CloseFirstAsync(Lab lab, IEnumerable<TestIdentity> givers)
    {
        await lab.Play.ToLeaderAsync(1);
        foreach (var member in givers)
            if (member == lab.Cheat) await lab.GiveBadShareAsync();
            else await lab.Play.UnmaskAsync(1, member);
        await lab.Play.CloseAsync(1);
    }

    private static async Task ReportAsync(Lab lab) =>
        Assert.Equal(ReportState.Proven, (await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectShare, opening: lab.Play.ShareKeyOf(1, lab.Cheat)))).State);

    private static void AssertLost(Lab lab, bool atOnce)
    {
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (lab.World.Model.Stage, lab.World.Model.Status));
        lab.AssertPunished(lab.Cheat);
        AssertHonestUnmarked(lab);
        Assert.All(lab.Honest, member => Assert.Equal(TrainingWorld.Wealth + lab.Compensation, lab.World.BalanceOf(member)));
        var fault = lab.Fault(FaultKind.IncorrectShare)!;
        Assert.Equal((atOnce, atOnce ? 3 * lab.Compensation : 0), (fault.Halted, fault.Compensation));
        Assert.Equal(3 * lab.Compensation, lab.Ledger.Read<CompensationEntry>(Keys.Compensation(TrainingWorld.Fid))!.Amount);
        Assert.Equal(lab.Policy.RegistrationDeposit + lab.Policy.ReportFee - lab.Policy.ReportReward - (3 * lab.Compensation), lab.World.Stated(AccountName.Public));
        Assert.Equal(0, lab.World.Stated(AccountName.Federation(TrainingWorld.Fid)));
    }

    private static void AssertHonestUnmarked(Lab lab)
    {
        lab.AssertUntouched(lab.Honest);
        foreach (var member in lab.Honest)
        {
            var trainer = lab.World.TrainerOf(member);
            Assert.Equal((Evidence.None, lab.Policy.InitialReliability), (trainer.Evidence, trainer.Rely));
        }

        Assert.All(lab.Ledger.Read<RoundRecord>(Keys.Round(TrainingWorld.Fid, 1))?.Standings ?? [], standing => Assert.Equal(0, standing.Misses));
    }
}
