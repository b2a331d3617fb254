using FLChain.Chaincode.Tests.Market;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Accusations and their judgments: Table III's report of an unqualified trainer.</summary>
public sealed class JudgmentTests
{
    // p · ½ · ½ / 3, rounded down.
    private const long Cp = 83;

    [Fact]
    public async Task ReportUnqualified_AgainByWhoIsWaitingForAJudgment_IsRefusedWithoutAFee()
    {
        using var court = await Court.OpenAsync();
        var accusation = await court.AccuseAsync();
        var balance = await court.World.BalanceAsync(court.Reporter);
        var again = new ReportUnqualified(court.Accused.PartyId, "another claim", Naming.Digest("evidence"u8));
        await court.RefusedAsync(ErrorCodes.AlreadyReported, court.Reporter, Names.ReportUnqualified, again);
        Assert.Equal(balance, await court.World.BalanceAsync(court.Reporter));
        await court.AccuseAsync(accused: court.World.Trainers[1]);
        await court.JudgeAsync(court.Dismissed(accusation));
        await court.AccuseAsync();
    }

    // An accused that accuses itself through others would have its judges read without end.
    [Fact]
    public async Task ReportUnqualified_OneMoreThanMayBeOpen_IsRefusedAndAJudgmentEndsThemAll()
    {
        using var court = await Court.OpenAsync();
        var crowd = court.World.Organization("CrowdMSP");
        AccusationRecord? last = null;
        for (var number = 0; number <= 32; number++)
        {
            var accuser = crowd.Enrol($"accuser-{number}");
            await court.World.MintAsync(accuser, 10_000);
            if (number < 32)
            {
                last = await court.AccuseAsync(accuser);
                continue;
            }

            var more = new ReportUnqualified(court.Accused.PartyId, "one more claim", Naming.Digest("evidence"u8));
            await court.RefusedAsync(ErrorCodes.TooMany, accuser, Names.ReportUnqualified, more);
            Assert.Equal(10_000, await court.World.BalanceAsync(accuser));
        }

        await court.JudgeAsync(court.Guilty(last!));
        var pending = Keys.AllPendingAgainst(court.Accused.PartyId);
        Assert.Empty(court.Ledger.State.Range(pending.Start, pending.End));
    }

    [Fact]
    public async Task ReportUnqualified_SuspendsTheAccusedAndItsModelsAndNothingElse()
    {
        using var court = await Court.OpenAsync();
        var accusation = await court.AccuseAsync();
        Assert.Equal((AccusationState.Pending, court.Policy.UnqualifiedReportFee), (accusation.State, accusation.Fee));
        Assert.Equal([Court.Fid], accusation.Models);
        Assert.Equal(TrainerStatus.Suspending, court.Trainer(court.Accused).Status);
        Assert.Equal(ModelStatus.Problematic, court.Model().Status);
        Assert.Equal(MarketWorld.Policy.RegistrationDeposit, await court.DepositOfAsync(court.Accused));
        Assert.Equal(MarketWorld.Policy.InitialReliability, court.Trainer(court.Accused).Rely);
        Assert.All(court.World.Trainers[1..], trainer => Assert.Equal(TrainerStatus.Qualified, court.Trainer(trainer).Status));
        Assert.Equal(10_000 - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));

        await court.Ledger.RefusedAsync(
            ErrorCodes.NotForSale, court.Reporter, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase,
            new PurchaseModel(Court.Fid, MarketWorld.PublicKey, 1_000));
        await court.Ledger.RefusedAsync(
            ErrorCodes.DepositFrozen, court.Accused, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(1));
    }

    [Fact]
    public async Task ReportUnqualified_Malformed_IsRefused()
    {
        using var court = await Court.OpenAsync();
        var request = new ReportUnqualified(court.Accused.PartyId, "claim", Naming.Digest([1]));
        await court.RefusedAsync(ErrorCodes.SelfReport, court.Accused, Names.ReportUnqualified, request);
        await court.RefusedAsync(ErrorCodes.BadArgument, court.Reporter, Names.ReportUnqualified, request with { Claim = string.Empty });
        await court.RefusedAsync(ErrorCodes.BadArgument, court.Reporter, Names.ReportUnqualified, request with { Claim = new string('x', 1_001) });
        await court.RefusedAsync(ErrorCodes.BadArgument, court.Reporter, Names.ReportUnqualified, request with { EvidenceDigest = "x" });
        await court.RefusedAsync(ErrorCodes.NoTrainer, court.Reporter, Names.ReportUnqualified, request with { Accused = court.Reporter.PartyId[..63] + "0" });
        using var organization = new TestOrganization("PoorMSP");
        await court.RefusedAsync(ErrorCodes.InsufficientFunds, organization.Enrol("poor"), Names.ReportUnqualified, request);
    }

    [Fact]
    public async Task Judge_Guilty_PaysAsTableIIISays()
    {
        using var court = await Court.OpenAsync();
        var accusation = await court.AccuseAsync();
        var pac = await court.World.BalanceAsync(AccountName.Public);
        var fed = await court.World.BalanceAsync(AccountName.Federation(Court.Fid));
        var partners = await court.World.BalanceAsync(court.World.Trainers[1]);
        var settled = await court.JudgeAsync(court.Guilty(accusation));
        Assert.Equal((AccusationState.Settled, 0), (settled.State, settled.Deadline));

        // RP: r_2 − f_2. UQDP: −d. AUTH: f. PAC: f_2 (before) − r_2 + d − Σcp − f. FED: nothing left.
        var policy = court.Policy;
        Assert.Equal(10_000 + policy.UnqualifiedReportReward - policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal(0, await court.DepositOfAsync(court.Accused));
        Assert.Equal(policy.JudgmentFee, await court.World.BalanceAsync(AccountName.Authority));
        Assert.Equal(pac + policy.RegistrationDeposit - policy.UnqualifiedReportReward - policy.JudgmentFee - (2 * Cp), await court.World.BalanceAsync(AccountName.Public));
        Assert.Equal(fed, await court.World.BalanceAsync(AccountName.Federation(Court.Fid)));
        Assert.Equal(partners + Cp, await court.World.BalanceAsync(court.World.Trainers[1]));
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (court.Model().Stage, court.Model().Status));
        var accused = court.Trainer(court.Accused);
        Assert.Equal((TrainerStatus.Unqualified, 1), (accused.Status, accused.Evidence.Faults));
        Assert.Empty(accused.Engagements);
        Assert.All(court.World.Trainers[1..], trainer => Assert.Equal(TrainerStatus.Qualified, court.Trainer(trainer).Status));
        await court.RefusedAsync(ErrorCodes.NothingToReport, court.Reporter, Names.ReportUnqualified, new ReportUnqualified(court.Accused.PartyId, "again", Naming.Digest([1])));
    }

    [Fact]
    public async Task Judge_GuiltyWithALegalModel_PutsItBackOnSaleWithoutTheTrainer()
    {
        using var court = await Court.OpenAsync();
        await court.JudgeAsync(court.Guilty(await court.AccuseAsync(), legal: true));
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (court.Model().Stage, court.Model().Status));
        Assert.Equal(0, await court.DepositOfAsync(court.Accused));
        Assert.Equal(TrainerStatus.Unqualified, court.Trainer(court.Accused).Status);
        Assert.NotNull(court.Ledger.Read<ExpulsionEntry>(Keys.Expulsion(Court.Fid, court.Accused.PartyId)));
    }

    [Fact]
    public async Task Judge_GuiltyWithTwoModels_JudgesEachAndCompensatesForTheForbidden()
    {
        using var court = await Court.OpenAsync(twoModels: true);
        var accusation = await court.AccuseAsync();
        Assert.Equal([Court.Fid, Court.OtherFid], accusation.Models);
        var partner = await court.World.BalanceAsync(court.World.Trainers[1]);
        var mixed = court.Guilty(accusation) with { Models = [new(Court.Fid, true), new(Court.OtherFid, false)] };
        await court.JudgeAsync(mixed);
        Assert.Equal((ModelStatus.Onsale, ModelStage.Halted), (court.Model().Status, court.Model(Court.OtherFid).Stage));
        Assert.Equal(partner + Cp, await court.World.BalanceAsync(court.World.Trainers[1]));

        // One d_DP is gone; the other still backs the model that is legal.
        Assert.Equal(court.Policy.RegistrationDeposit, await court.DepositOfAsync(court.Accused));
        Assert.Equal([Court.Fid], court.Trainer(court.Accused).Engagements);
    }

    [Fact]
    public async Task Judge_GuiltyAndBothForbidden_TakesADepositForEach()
    {
        using var court = await Court.OpenAsync(twoModels: true);
        var partner = await court.World.BalanceAsync(court.World.Trainers[1]);
        await court.JudgeAsync(court.Guilty(await court.AccuseAsync()));
        Assert.Equal(0, await court.DepositOfAsync(court.Accused));
        Assert.Equal(partner + (2 * Cp), await court.World.BalanceAsync(court.World.Trainers[1]));
        Assert.Equal(0, await court.World.BalanceAsync(AccountName.Federation(Court.Fid)) - (3 * 100) + 250);
    }

    [Fact]
    public async Task Judge_Dismissed_RestoresEverythingAndTheFeeIsLost()
    {
        using var court = await Court.OpenAsync();
        var before = court.Trainer(court.Accused);
        await court.JudgeAsync(court.Dismissed(await court.AccuseAsync()));
        var after = court.Trainer(court.Accused);
        Assert.Equal((TrainerStatus.Qualified, before.Rely, before.Evidence), (after.Status, after.Rely, after.Evidence));
        Assert.Equal(before.Engagements, after.Engagements);
        Assert.Equal(ModelStatus.Onsale, court.Model().Status);
        Assert.Equal(10_000 - court.Policy.UnqualifiedReportFee, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal(MarketWorld.Policy.RegistrationDeposit, await court.DepositOfAsync(court.Accused));
    }

    [Fact]
    public async Task Settle_NoJudgmentInTime_LapsesAndTheFeeGoesBack()
    {
        using var court = await Court.OpenAsync();
        var accusation = await court.AccuseAsync();
        court.Ledger.AdvanceSeconds(court.Policy.JudgmentSeconds);
        await court.RefusedAsync(ErrorCodes.NotExpired, court.Reporter, Names.SettleJudgment, new ReportReference(accusation.ReportId));
        court.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.World.Authority, Names.Judge, court.Signed(court.Guilty(accusation)));
        Assert.Equal(AccusationState.Lapsed, (await court.SettleAsync(accusation)).State);
        Assert.Equal(10_000, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal((TrainerStatus.Qualified, ModelStatus.Onsale), (court.Trainer(court.Accused).Status, court.Model().Status));
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.Reporter, Names.SettleJudgment, new ReportReference(accusation.ReportId));
    }

    [Fact]
    public async Task Judge_SeveralAccusations_TheLaterGetTheirFeesBackAtAConviction()
    {
        using var court = await Court.OpenAsync();
        var first = await court.AccuseAsync();
        var second = await court.AccuseAsync(court.World.Trainers[1], "another claim");
        var balance = await court.World.BalanceAsync(court.World.Trainers[1]);
        await court.JudgeAsync(court.Guilty(first));
        Assert.Equal(AccusationState.Lapsed, (await FindAsync(court, second)).State);
        Assert.Equal(balance + court.Policy.UnqualifiedReportFee + Cp, await court.World.BalanceAsync(court.World.Trainers[1]));
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.World.Authority, Names.Judge, court.Signed(court.Guilty(second)));
    }

    [Fact]
    public async Task Judge_Dismissed_WhileAnotherIsPending_RestoresNothingYet()
    {
        using var court = await Court.OpenAsync();
        var first = await court.AccuseAsync();
        var second = await court.AccuseAsync(court.World.Trainers[1], "another claim");
        await court.JudgeAsync(court.Dismissed(first));
        Assert.Equal((TrainerStatus.Suspending, ModelStatus.Problematic), (court.Trainer(court.Accused).Status, court.Model().Status));
        await court.JudgeAsync(court.Dismissed(second));
        Assert.Equal((TrainerStatus.Qualified, ModelStatus.Onsale), (court.Trainer(court.Accused).Status, court.Model().Status));
    }

    [Fact]
    public async Task Judge_AModelOfTwoAccusedTrainers_IsBackOnSaleOnlyWhenBothAreCleared()
    {
        using var court = await Court.OpenAsync();
        var first = await court.AccuseAsync();
        var second = await court.AccuseAsync(accused: court.World.Trainers[1]);
        await court.JudgeAsync(court.Dismissed(first));
        Assert.Equal((TrainerStatus.Qualified, ModelStatus.Problematic), (court.Trainer(court.Accused).Status, court.Model().Status));
        await court.JudgeAsync(court.Dismissed(second));
        Assert.Equal(ModelStatus.Onsale, court.Model().Status);
    }

    [Fact]
    public async Task Judge_AModelForbiddenTwice_CompensatesItsPartnersOnce()
    {
        using var court = await Court.OpenAsync();
        var first = await court.AccuseAsync();
        var second = await court.AccuseAsync(accused: court.World.Trainers[1]);
        var partner = await court.World.BalanceAsync(court.World.Trainers[2]);
        await court.JudgeAsync(court.Guilty(first));
        await court.JudgeAsync(court.Guilty(second));
        Assert.Equal(0, await court.DepositOfAsync(court.World.Trainers[1]));
        Assert.Equal(partner + Cp, await court.World.BalanceAsync(court.World.Trainers[2]));
    }

    [Fact]
    public async Task Judge_AccusedWithoutADeposit_GivesTheReporterItsFeeBack()
    {
        using var court = await Court.OpenAsync();
        court.Ledger.AdvanceSeconds(MarketWorld.Policy.LiabilitySeconds);
        await court.Ledger.SubmitAsync(court.Accused, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(MarketWorld.Policy.RegistrationDeposit));
        await court.JudgeAsync(court.Guilty(await court.AccuseAsync()));
        Assert.Equal(10_000, await court.World.BalanceAsync(court.Reporter));
        Assert.Equal(0, await court.World.BalanceAsync(AccountName.Authority));
        Assert.Equal(TrainerStatus.Unqualified, court.Trainer(court.Accused).Status);
        Assert.Equal(ModelStage.Halted, court.Model().Stage);
    }

    private static Task<AccusationRecord> FindAsync(Court court, AccusationRecord accusation) =>
        court.Ledger.EvaluateAsync<AccusationRecord>(court.Reporter, Names.Contract, Names.GetAccusation, new ReportReference(accusation.ReportId));
}
