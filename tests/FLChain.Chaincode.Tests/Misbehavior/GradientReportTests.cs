using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>An incorrect masked gradient: Table III's report of misbehavior with the federation halted, the same under every masking scheme.</summary>
public abstract class GradientReportTests(string masking) : IDisposable
{
    private readonly Lab _lab = new(masking: masking);

    public void Dispose()
    {
        _lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Report_BadProof_IsSettledAsTableIIISays()
    {
        await _lab.GiveBadGradientAsync();
        var report = await _lab.ReportAsync(_lab.World.Stranger, _lab.Accusing(FaultKind.IncorrectGradient));
        var (policy, world) = (_lab.Policy, _lab.World);
        Assert.Equal((ReportState.Proven, policy.ReportFee), (report.State, report.Fee));

        // RP: r_1 − f_1. MDP: −d. HDP: cp. PAC: f_1 − r_1 + d − Σcp. FED: nothing left.
        var cp = _lab.Compensation;
        Assert.True(cp > 0);
        Assert.Equal(TrainingWorld.Wealth + policy.ReportReward - policy.ReportFee, world.BalanceOf(world.Stranger));
        Assert.Equal((TrainingWorld.Wealth, 0), (world.BalanceOf(_lab.Cheat), world.DepositOf(_lab.Cheat)));
        Assert.All(_lab.Honest, partner => Assert.Equal(TrainingWorld.Wealth + cp, world.BalanceOf(partner)));
        Assert.Equal(policy.ReportFee - policy.ReportReward + policy.RegistrationDeposit - (3 * cp), world.Stated(AccountName.Public));
        Assert.Equal(0, world.Stated(AccountName.Federation(TrainingWorld.Fid)));

        var fault = _lab.Fault(FaultKind.IncorrectGradient)!;
        Assert.Equal((policy.RegistrationDeposit, policy.ReportReward, 3 * cp, true), (fault.Confiscated, fault.Reward, fault.Compensation, fault.Halted));
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (world.Model.Stage, world.Model.Status));
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);
    }

    [Fact]
    public async Task Report_ByAPartner_EarnsRewardAndCompensation()
    {
        await _lab.GiveBadGradientAsync();
        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal(TrainingWorld.Wealth + _lab.Policy.ReportReward - _lab.Policy.ReportFee + _lab.Compensation, _lab.World.BalanceOf(_lab.Partner));
    }

    [Fact]
    public async Task Report_OneselfOrNobody_IsRefusedAndCostsNothing()
    {
        await _lab.GiveBadGradientAsync();
        await _lab.RefusedAsync(ErrorCodes.SelfReport, _lab.Cheat, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
        await _lab.RefusedAsync(ErrorCodes.NothingToReport, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient, accused: _lab.World.Members[2]));
        await _lab.RefusedAsync(ErrorCodes.NothingToReport, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient, iteration: 2));
        await _lab.RefusedAsync(ErrorCodes.NothingToReport, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient, iteration: 3));
        await _lab.RefusedAsync(ErrorCodes.BadArgument, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient) with { Accused = "nobody" });
        await _lab.RefusedAsync(ErrorCodes.NoModel, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient) with { Fid = "flm-none" });
        foreach (var kind in new[] { FaultKind.Absence, FaultKind.WrongDeliveryKey, FaultKind.AbsurdGradient, FaultKind.WithheldSeed })
            await _lab.RefusedAsync(ErrorCodes.BadArgument, _lab.Partner, Names.Report, _lab.Accusing(kind));
        Assert.Equal(TrainingWorld.Wealth, _lab.World.BalanceOf(_lab.Partner));
    }

    [Fact]
    public async Task Report_OfAnHonestGradient_CostsTheFeeAndMovesNothingElse()
    {
        await _lab.Play.GiveAsync(1, _lab.Cheat);
        var report = await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal((ReportState.False, _lab.Policy.ReportFee), (report.State, report.Fee));
        Assert.Equal(TrainingWorld.Wealth - _lab.Policy.ReportFee, _lab.World.BalanceOf(_lab.Partner));
        Assert.Equal(_lab.Policy.ReportFee, _lab.World.Stated(AccountName.Public));
        Assert.Null(_lab.Fault(FaultKind.IncorrectGradient));
        Assert.Equal(ModelStage.Training, _lab.World.Model.Stage);
        _lab.AssertUntouched(_lab.World.Members);

        // Repeating it costs again, and is as false.
        Assert.Equal(ReportState.False, (await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient))).State);
        Assert.Equal(TrainingWorld.Wealth - (2 * _lab.Policy.ReportFee), _lab.World.BalanceOf(_lab.Partner));
        Assert.Equal(report, await _lab.Ledger.EvaluateAsync<ReportRecord>(_lab.Partner, Names.Contract, Names.GetReport, new ReportReference(report.ReportId)));
    }

    // The reward comes with the same transaction as the fee: telling the truth takes no money, lying does.
    [Fact]
    public async Task Report_ByWhoHasNothing_IsPaidWhenTrueAndRefusedWhenFalse()
    {
        using var organization = new TestOrganization("PoorMSP");
        var poor = organization.Enrol("poor");
        await _lab.GiveBadGradientAsync();
        await _lab.Play.GiveAsync(1, _lab.Partner);
        await _lab.RefusedAsync(ErrorCodes.InsufficientFunds, poor, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient, accused: _lab.Partner));
        await _lab.ReportAsync(poor, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal(_lab.Policy.ReportReward - _lab.Policy.ReportFee, _lab.World.BalanceOf(poor));
    }

    [Fact]
    public async Task Report_OfAPartnersCopiedGradient_ConvictsTheCopyistOnly()
    {
        await _lab.Play.GiveAsync(1, _lab.Partner);
        var copied = await _lab.Play.PayloadAsync(1, Phases.Gradient, _lab.Partner.PartyId);
        var (request, _) = _lab.Play.Gradient(1, _lab.Cheat);
        await _lab.Ledger.SubmitAsync(_lab.Cheat, TrainingNames.Contract, TrainingNames.SubmitGradient, request with { Digest = Naming.Digest(copied) }, copied);

        Assert.Equal(ReportState.False, (await _lab.ReportAsync(_lab.Honest[1], _lab.Accusing(FaultKind.IncorrectGradient, accused: _lab.Partner))).State);
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.Honest[1], _lab.Accusing(FaultKind.IncorrectGradient))).State);
        _lab.AssertUntouched(_lab.Honest);
    }

    [Fact]
    public async Task Report_OfAnEarlierIterationReplayed_IsProven()
    {
        await _lab.Play.IterateAsync(1);
        var old = await _lab.Play.PayloadAsync(1, Phases.Gradient, _lab.Cheat.PartyId);
        var (request, _) = _lab.Play.Gradient(2, _lab.Cheat);
        await _lab.Ledger.SubmitAsync(_lab.Cheat, TrainingNames.Contract, TrainingNames.SubmitGradient, request with { Digest = Naming.Digest(old) }, old);
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient, 2))).State);
    }

    [Fact]
    public async Task Report_AfterTheSettlement_IsRefusedWithoutAFee()
    {
        await _lab.GiveBadGradientAsync();
        await _lab.ReportAsync(_lab.World.Stranger, _lab.Accusing(FaultKind.IncorrectGradient));
        var before = _lab.World.BalanceOf(_lab.Partner);
        await _lab.RefusedAsync(ErrorCodes.AlreadyReported, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal(before, _lab.World.BalanceOf(_lab.Partner));
    }

    [Fact]
    public async Task Report_TwoAtOnce_OnlyTheFirstIsRewarded()
    {
        await _lab.GiveBadGradientAsync();
        var first = await _lab.Ledger.EndorseAsync(_lab.World.Stranger, Names.Contract, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
        var second = await _lab.Ledger.EndorseAsync(_lab.Partner, Names.Contract, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _lab.Ledger.Commit(first, second));
        await _lab.RefusedAsync(ErrorCodes.AlreadyReported, _lab.Partner, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
    }

    [Fact]
    public async Task Report_RacedByAWithdrawal_OneOfTheTwoIsVoid()
    {
        await _lab.GiveBadGradientAsync();
        var deposit = new MoveDeposit(7);
        await _lab.Ledger.SubmitAsync(_lab.Cheat, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Deposit, deposit);
        var withdraw = await _lab.Ledger.EndorseAsync(_lab.Cheat, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Withdraw, deposit);
        var report = await _lab.Ledger.EndorseAsync(_lab.Partner, Names.Contract, Names.Report, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _lab.Ledger.Commit(withdraw, report));
        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal(0, _lab.World.DepositOf(_lab.Cheat));
    }

    [Fact]
    public async Task Report_AfterTheModelWasFinished_ForbidsItsSale()
    {
        await _lab.GiveBadGradientAsync();
        foreach (var member in _lab.Honest) await _lab.Play.GiveAsync(1, member);
        var aggregate = await _lab.Play.AggregateOfAsync(1);
        foreach (var member in _lab.World.Members) await _lab.Play.AggregateAsync(1, member, aggregate);
        await _lab.Play.ElectAsync(1);
        foreach (var member in _lab.Honest) await _lab.Play.UnmaskAsync(1, member);
        await _lab.Play.CloseAsync(1);
        await _lab.Play.IterateAsync(2);
        foreach (var member in _lab.World.Members) await _lab.Play.FinishAsync(member);
        Assert.Equal(ModelStatus.Onsale, _lab.World.Model.Status);

        await _lab.ReportAsync(_lab.World.Stranger, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (_lab.World.Model.Stage, _lab.World.Model.Status));
        Assert.Equal(0, _lab.World.DepositOf(_lab.Cheat));
        await _lab.Ledger.RefusedAsync(
            ErrorCodes.NotForSale, _lab.World.Stranger, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Purchase,
            new PurchaseModel(TrainingWorld.Fid, _lab.Policy.AuthorityKey, 1_000));
    }

    [Fact]
    public async Task Report_OfASecondFaultInTheSameFederation_FindsNothingToTakeAndCostsNoFee()
    {
        using var lab = new Lab(trainers: 5, masking: masking);
        await lab.GiveBadGradientAsync();
        var (request, payload) = lab.Play.Gradient(1, lab.Partner);
        payload[^1] ^= 1;
        await lab.Ledger.SubmitAsync(lab.Partner, TrainingNames.Contract, TrainingNames.SubmitGradient, request with { Digest = Naming.Digest(payload) }, payload);
        foreach (var member in lab.World.Members[2..]) await lab.Play.GiveAsync(1, member);
        await lab.Play.AggregateAsync(1, lab.Cheat, await lab.Play.AggregateOfAsync(1));
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectGradient));

        // A second cheat in the halted federation loses its deposit too; the partners are compensated once.
        var balance = lab.World.BalanceOf(lab.World.Members[2]);
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectGradient, accused: lab.Partner));
        Assert.Equal(0, lab.Fault(FaultKind.IncorrectGradient, accused: lab.Partner)!.Compensation);
        Assert.Equal(balance, lab.World.BalanceOf(lab.World.Members[2]));
        lab.AssertPunished(lab.Partner);
    }

    [Fact]
    public async Task Report_PayloadGone_IsProvenWithTheReportersCopy()
    {
        using var lab = new Lab(blocksToLive: 3, masking: masking);
        await lab.GiveBadGradientAsync();
        var kept = await lab.Play.PayloadAsync(1, Phases.Gradient, lab.Cheat.PartyId);
        for (var block = 0; block < 5; block++)
            await lab.Ledger.SubmitAsync(lab.Partner, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Deposit, new MoveDeposit(1));
        await lab.RefusedAsync(ErrorCodes.NoPayload, lab.Partner, Names.Report, lab.Accusing(FaultKind.IncorrectGradient));
        await lab.RefusedAsync(ErrorCodes.BadPayload, lab.Partner, Names.Report, lab.Accusing(FaultKind.IncorrectGradient), [.. kept[..^1], (byte)(kept[^1] ^ 2)]);
        Assert.Equal(ReportState.Proven, (await lab.ReportAsync(lab.Partner, lab.Accusing(FaultKind.IncorrectGradient), kept)).State);
    }
}
