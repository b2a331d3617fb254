using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>The time between a judgment and its settlement.</summary>
public sealed class AppealTests
{
    private const int Window = 1_000;

    [Fact]
    public async Task Judge_WithATimeForAppeals_MovesNothingUntilItIsOver()
    {
        using var court = await Court.OpenAsync(Window);
        var judged = await court.JudgeAsync(court.Guilty(await court.AccuseAsync()));
        Assert.Equal((AccusationState.Judged, court.Ledger.Now + (Window * 1000L)), (judged.State, judged.Deadline));
        Assert.Equal(court.Policy.RegistrationDeposit, await court.DepositOfAsync(court.Accused));
        Assert.Equal(TrainerStatus.Suspending, court.Trainer(court.Accused).Status);
        court.Ledger.AdvanceSeconds(Window);
        await court.RefusedAsync(ErrorCodes.NotExpired, court.Reporter, Names.SettleJudgment, new ReportReference(judged.ReportId));
        court.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.Accused, Names.Appeal, new ReportReference(judged.ReportId));
        Assert.Equal(AccusationState.Settled, (await court.SettleAsync(judged)).State);
        Assert.Equal(0, await court.DepositOfAsync(court.Accused));
    }

    [Fact]
    public async Task Appeal_ByTheAccused_Won_GivesItsFeeBackAndCostsTheReporterItsOwn()
    {
        using var court = await Court.OpenAsync(Window);
        var accusation = await court.AccuseAsync();
        await court.JudgeAsync(court.Guilty(accusation));
        var balance = await court.World.BalanceAsync(court.Accused);
        await court.RefusedAsync(ErrorCodes.NotParty, court.Reporter, Names.Appeal, new ReportReference(accusation.ReportId));
        var appealed = await AppealAsync(court, accusation, guilty: true);
        Assert.Equal((AccusationState.Appealed, court.Accused.PartyId), (appealed.State, appealed.Appellant));
        Assert.Equal(balance - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Accused));
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.Accused, Names.Appeal, new ReportReference(accusation.ReportId));
        await court.RefusedAsync(ErrorCodes.BadJudgment, court.World.Authority, Names.Judge, court.Signed(court.Dismissed(accusation)));
        Assert.Equal(AccusationState.Settled, (await court.JudgeAsync(court.Dismissed(accusation, instance: 2))).State);
        Assert.Equal(balance, await court.World.BalanceAsync(court.Accused));
        Assert.Equal(TrainerStatus.Qualified, court.Trainer(court.Accused).Status);
        Assert.Equal(10_000 - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
    }

    [Fact]
    public async Task Appeal_ByTheAccused_Lost_CostsItsFeeToo()
    {
        using var court = await Court.OpenAsync(Window);
        var accusation = await court.AccuseAsync();
        await court.JudgeAsync(court.Guilty(accusation));
        var balance = await court.World.BalanceAsync(court.Accused);
        await AppealAsync(court, accusation, guilty: true);
        await court.JudgeAsync(court.Guilty(accusation, instance: 2));
        Assert.Equal(balance - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Accused));
        Assert.Equal(0, await court.DepositOfAsync(court.Accused));
    }

    [Fact]
    public async Task Appeal_ByTheReporter_Won_IsPaidAsIfItHadWonAtOnce()
    {
        using var court = await Court.OpenAsync(Window);
        var accusation = await court.AccuseAsync();
        await court.JudgeAsync(court.Dismissed(accusation));
        await court.RefusedAsync(ErrorCodes.NotParty, court.Accused, Names.Appeal, new ReportReference(accusation.ReportId));
        await AppealAsync(court, accusation, guilty: false);
        await court.JudgeAsync(court.Guilty(accusation, instance: 2));
        Assert.Equal(10_000 + court.Policy.UnqualifiedReportReward - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal(court.Policy.JudgmentFee, await court.World.BalanceAsync(AccountName.Authority));
    }

    [Fact]
    public async Task Appeal_NotDecidedInTime_AGuiltyVerdictStandsAndTheAppellantsFeeGoesBack()
    {
        using var court = await Court.OpenAsync(Window);
        var accusation = await court.AccuseAsync();
        await court.JudgeAsync(court.Guilty(accusation));
        var balance = await court.World.BalanceAsync(court.Accused);
        await AppealAsync(court, accusation, guilty: true);
        court.Ledger.AdvanceSeconds(court.Policy.JudgmentSeconds);
        await court.RefusedAsync(ErrorCodes.NotExpired, court.Reporter, Names.SettleJudgment, new ReportReference(accusation.ReportId));
        court.Ledger.AdvanceSeconds(1);
        Assert.Equal(AccusationState.Settled, (await court.SettleAsync(accusation)).State);
        Assert.Equal((balance, 0), (await court.World.BalanceAsync(court.Accused), await court.DepositOfAsync(court.Accused)));
        Assert.Equal(10_000 + court.Policy.UnqualifiedReportReward - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal((TrainerStatus.Unqualified, ModelStage.Halted), (court.Trainer(court.Accused).Status, court.Model().Stage));
    }

    [Fact]
    public async Task Appeal_NotDecidedInTime_ADismissalStandsAndTheAppellantsFeeGoesBack()
    {
        using var court = await Court.OpenAsync(Window);
        var accusation = await court.AccuseAsync();
        await court.JudgeAsync(court.Dismissed(accusation));
        await AppealAsync(court, accusation, guilty: false);
        court.Ledger.AdvanceSeconds(court.Policy.JudgmentSeconds + 1);
        Assert.Equal(AccusationState.Settled, (await court.SettleAsync(accusation)).State);
        Assert.Equal(10_000 - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal(court.Policy.RegistrationDeposit, await court.DepositOfAsync(court.Accused));
        Assert.Equal((TrainerStatus.Qualified, ModelStatus.Onsale), (court.Trainer(court.Accused).Status, court.Model().Status));
    }

    private static Task<AccusationRecord> AppealAsync(Court court, AccusationRecord accusation, bool guilty) =>
        Harness.LedgerCalls.SubmitAsync<AccusationRecord>(
            court.Ledger, guilty ? court.Accused : court.Reporter, Names.Contract, Names.Appeal, new ReportReference(accusation.ReportId));
}
