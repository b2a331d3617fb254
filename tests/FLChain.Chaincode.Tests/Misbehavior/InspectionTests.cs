using System.Security.Cryptography;
using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Training;
using IncentiveNames = FLChain.Core.TransactionNames.Incentive;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Inspections of drawn gradients: against whoever trains on nothing, which nothing under the mask shows.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly ECDsa _judge = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lab _lab;

    public InspectionTests()
    {
        _lab = new Lab(policy => policy with { AppealSeconds = 0, JudgeKeys = [_judge.ExportSubjectPublicKeyInfo()] });
        SetRate(Ratio.One);
    }

    private OpenInspection OfTheCheat => new(TrainingWorld.Fid, 1, _lab.Cheat.PartyId);

    public void Dispose()
    {
        _lab.Dispose();
        _judge.Dispose();
    }

    [Fact]
    public async Task Open_OfADrawnGradient_CostsNothingAndSuspendsNobody()
    {
        await _lab.Play.IterateAsync(1);
        var opened = await OpenAsync();
        Assert.Equal((AccusationState.Pending, 0L, 1), (opened.State, opened.Fee, opened.Inspects));
        Assert.Equal((_lab.Cheat.PartyId, _lab.World.Stranger.PartyId), (opened.Accused, opened.Reporter));
        Assert.Equal([TrainingWorld.Fid], opened.Models);
        Assert.Equal(_lab.Ledger.Read<GradientEntry>(Keys.Gradient(TrainingWorld.Fid, 1, _lab.Cheat.PartyId))!.Digest, opened.EvidenceDigest);
        Assert.Equal(TrainingWorld.Wealth, _lab.World.BalanceOf(_lab.World.Stranger));
        _lab.AssertUntouched(_lab.World.Members);
        var entry = new InspectionEntry(1, _lab.Cheat.PartyId, opened.ReportId);
        Assert.Equal([entry], await _lab.Ledger.EvaluateAsync<InspectionEntry[]>(_lab.Partner, Names.Contract, Names.GetInspections, new ModelReference(TrainingWorld.Fid)));

        // The federation goes on, and its model is for sale, as if nothing had been asked.
        await _lab.Play.IterateAsync(2);
        foreach (var member in _lab.World.Members) await _lab.Play.FinishAsync(member);
        Assert.Equal(ModelStatus.Onsale, _lab.World.Model.Status);
    }

    [Fact]
    public async Task Open_WhatTheBeaconDidNotDraw_IsRefused()
    {
        await _lab.Play.IterateAsync(1);
        var beacon = Convert.FromHexString(_lab.World.Round(1).Beacon);
        for (var rate = 0; rate < Ratio.One; rate += Ratio.One / 4)
        {
            SetRate(rate);
            foreach (var member in _lab.World.Members)
            {
                var request = new OpenInspection(TrainingWorld.Fid, 1, member.PartyId);
                if (_lab.Ledger.Read<InspectionEntry>(Keys.Inspection(TrainingWorld.Fid, 1, member.PartyId)) is not null) continue;
                if (InspectionDraw.IsDrawn(rate, beacon, TrainingWorld.Fid, 1, member.PartyId)) await OpenAsync(request);
                else await RefusedAsync(ErrorCodes.NothingToReport, request);
            }
        }
    }

    [Fact]
    public async Task Open_WhatCannotBeMeant_IsRefused()
    {
        await RefusedAsync(ErrorCodes.WrongIteration, OfTheCheat);
        await _lab.IterateWithoutTheCheatAsync(1);
        await RefusedAsync(ErrorCodes.NothingToReport, OfTheCheat);
        await RefusedAsync(ErrorCodes.NothingToReport, OfTheCheat with { DpId = _lab.World.Stranger.PartyId });
        await RefusedAsync(ErrorCodes.NothingToReport, OfTheCheat with { DpId = "nobody" });
        await RefusedAsync(ErrorCodes.WrongIteration, OfTheCheat with { Iteration = 0 });
        await RefusedAsync(ErrorCodes.WrongIteration, OfTheCheat with { Iteration = 3 });
        await RefusedAsync(ErrorCodes.NoModel, OfTheCheat with { Fid = "flm-none" });
        await _lab.RefusedAsync(ErrorCodes.SelfReport, _lab.Partner, Names.OpenInspection, OfTheCheat with { DpId = _lab.Partner.PartyId });
        await OpenAsync(OfTheCheat with { DpId = _lab.Partner.PartyId });
        await RefusedAsync(ErrorCodes.AlreadyReported, OfTheCheat with { DpId = _lab.Partner.PartyId });
    }

    [Fact]
    public async Task Open_WhenTheTrainerIsUnqualifiedOrNotLiableAnyMore_IsRefused()
    {
        await FinishedAsync();
        _lab.World.ChangeTrainer(_lab.Partner, trainer => trainer with { Status = TrainerStatus.Unqualified });
        await RefusedAsync(ErrorCodes.NothingToReport, OfTheCheat with { DpId = _lab.Partner.PartyId });
        _lab.Ledger.AdvanceSeconds(_lab.Policy.LiabilitySeconds + 1);
        await RefusedAsync(ErrorCodes.NothingToReport, OfTheCheat);
    }

    [Fact]
    public async Task Judge_WhoCouldShowItsTraining_ChangesNothing()
    {
        await _lab.Play.IterateAsync(1);
        var settled = await JudgeAsync(await OpenAsync(), Verdict.Dismissed);
        Assert.Equal(AccusationState.Settled, settled.State);
        _lab.AssertUntouched(_lab.World.Members);
        Assert.Equal(TrainingWorld.Wealth, _lab.World.BalanceOf(_lab.World.Stranger));
        await RefusedAsync(ErrorCodes.AlreadyReported, OfTheCheat);
    }

    [Fact]
    public async Task Judge_WhoCouldNot_LosesItsDepositAndTheOthersGoOn()
    {
        await _lab.Play.IterateAsync(1);
        var earned = _lab.Honest.Select(_lab.World.BalanceOf).ToArray();
        await JudgeAsync(await OpenAsync(), Verdict.Guilty, legal: true);
        var (policy, world) = (_lab.Policy, _lab.World);
        _lab.AssertPunished(_lab.Cheat);
        Assert.Equal(TrainingWorld.Wealth + policy.UnqualifiedReportReward, world.BalanceOf(world.Stranger));
        Assert.Equal(policy.JudgmentFee, world.Stated(AccountName.Authority));
        Assert.Equal(policy.RegistrationDeposit - policy.UnqualifiedReportReward - policy.JudgmentFee, world.Stated(AccountName.Public));
        _lab.AssertUntouched(_lab.Honest);
        Assert.Equal(earned, _lab.Honest.Select(world.BalanceOf));
        await _lab.Play.IterateAsync(2, _lab.Honest);
        foreach (var member in _lab.Honest) await _lab.Play.FinishAsync(member);
        Assert.Equal(ModelStatus.Onsale, world.Model.Status);
    }

    [Fact]
    public async Task Judge_WhoCouldNotAndSpoiltTheModel_CompensatesThePartners()
    {
        await _lab.Play.IterateAsync(1);
        var before = _lab.Honest.Select(_lab.World.BalanceOf).ToArray();
        await JudgeAsync(await OpenAsync(), Verdict.Guilty, legal: false);
        _lab.AssertPunished(_lab.Cheat);
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (_lab.World.Model.Stage, _lab.World.Model.Status));
        Assert.All(_lab.Honest.Zip(before), pair => Assert.True(_lab.World.BalanceOf(pair.First) > pair.Second));
    }

    [Fact]
    public async Task Settle_NoJudgmentInTime_LapsesAndNothingChanges()
    {
        await _lab.Play.IterateAsync(1);
        var opened = await OpenAsync();
        _lab.Ledger.AdvanceSeconds(_lab.Policy.JudgmentSeconds + 1);
        var settled = await _lab.Ledger.SubmitAsync<AccusationRecord>(_lab.Partner, Names.Contract, Names.SettleJudgment, new ReportReference(opened.ReportId));
        Assert.Equal(AccusationState.Lapsed, settled.State);
        _lab.AssertUntouched(_lab.World.Members);
    }

    [Fact]
    public async Task Withdraw_WhenTheLiabilityIsOverAndTheInspectionIsNot_IsRefused()
    {
        await FinishedAsync();
        var opened = await OpenAsync();
        _lab.Ledger.AdvanceSeconds(_lab.Policy.LiabilitySeconds + 1);
        await _lab.Ledger.RefusedAsync(ErrorCodes.DepositFrozen, _lab.Cheat, IncentiveNames.Contract, IncentiveNames.Withdraw, new MoveDeposit(1));
        await WithdrawAsync(_lab.Partner);
        await JudgeAsync(opened, Verdict.Dismissed);
        await WithdrawAsync(_lab.Cheat);
    }

    // While the federation's own deposit backs it, an inspection binds no other one.
    [Fact]
    public async Task GetLiability_WhileTheTrainerIsLiable_IsThatOfItsFederation()
    {
        await _lab.Play.IterateAsync(1);
        var before = await LiabilityAsync();
        await OpenAsync();
        Assert.Equal(before, await LiabilityAsync());
    }

    [Fact]
    public async Task AnAccusationBesideIt_WhicheverEndsFirst_SuspendsAsLongAsItIsOpenItself()
    {
        await _lab.Play.IterateAsync(1);
        var inspection = await OpenAsync();
        var accusation = await AccuseAsync();
        Assert.Equal(TrainerStatus.Suspending, _lab.World.TrainerOf(_lab.Cheat).Status);
        await JudgeAsync(inspection, Verdict.Dismissed);
        Assert.Equal(TrainerStatus.Suspending, _lab.World.TrainerOf(_lab.Cheat).Status);
        await JudgeAsync(accusation, Verdict.Dismissed);
        Assert.Equal(TrainerStatus.Qualified, _lab.World.TrainerOf(_lab.Cheat).Status);

        await _lab.Play.IterateAsync(2);
        await OpenAsync(OfTheCheat with { Iteration = 2 });
        await JudgeAsync(await AccuseAsync(), Verdict.Dismissed);
        Assert.Equal(TrainerStatus.Qualified, _lab.World.TrainerOf(_lab.Cheat).Status);
    }

    [Fact]
    public async Task AConvictionBesideIt_EndsItToo()
    {
        await _lab.Play.IterateAsync(1);
        var inspection = await OpenAsync();
        await JudgeAsync(await AccuseAsync(), Verdict.Guilty, legal: true);
        Assert.Equal(AccusationState.Lapsed, _lab.Ledger.Read<AccusationRecord>(Keys.Accusation(inspection.ReportId))!.State);
        var pending = Keys.AllPendingAgainst(_lab.Cheat.PartyId);
        Assert.Empty(_lab.Ledger.State.Range(pending.Start, pending.End));
    }

    // Whoever fills all places for inspections of itself is not safe from accusations.
    [Fact]
    public async Task Open_MoreThanMayBeOpenOfOneTrainer_IsRefusedAndAccusationsAreNot()
    {
        const int most = 32;
        using var lab = new Lab(policy => policy with { AppealSeconds = 0 }, iterations: most + 1);
        lab.World.Change(model => model with { Terms = model.Terms with { InspectionRate = Ratio.One } });
        for (var iteration = 1; iteration <= most + 1; iteration++)
        {
            await lab.Play.IterateAsync(iteration);
            var request = OfTheCheat with { Iteration = iteration, DpId = lab.Cheat.PartyId };
            if (iteration <= most) await lab.Ledger.SubmitAsync(lab.Partner, Names.Contract, Names.OpenInspection, request);
            else await lab.RefusedAsync(ErrorCodes.TooMany, lab.Partner, Names.OpenInspection, request);
        }

        await lab.Ledger.SubmitAsync(lab.Partner, Names.Contract, Names.ReportUnqualified, new ReportUnqualified(lab.Cheat.PartyId, "a claim", Naming.Digest([1])));
        Assert.Equal(TrainerStatus.Suspending, lab.World.TrainerOf(lab.Cheat).Status);
    }

    private void SetRate(int rate) => _lab.World.Change(model => model with { Terms = model.Terms with { InspectionRate = rate } });

    private async Task FinishedAsync()
    {
        await _lab.Play.IterateAsync(1);
        await _lab.Play.IterateAsync(2);
        foreach (var member in _lab.World.Members) await _lab.Play.FinishAsync(member);
    }

    private Task<AccusationRecord> OpenAsync(OpenInspection? request = null) =>
        _lab.Ledger.SubmitAsync<AccusationRecord>(_lab.World.Stranger, Names.Contract, Names.OpenInspection, request ?? OfTheCheat);

    private Task<AccusationRecord> AccuseAsync() => _lab.Ledger.SubmitAsync<AccusationRecord>(
        _lab.Partner, Names.Contract, Names.ReportUnqualified, new ReportUnqualified(_lab.Cheat.PartyId, "its data are not its own", Naming.Digest([1])));

    private Task<string> RefusedAsync(string code, OpenInspection request) => _lab.RefusedAsync(code, _lab.World.Stranger, Names.OpenInspection, request);

    private Task<Endorsement> WithdrawAsync(TestIdentity member) => _lab.Ledger.SubmitAsync(member, IncentiveNames.Contract, IncentiveNames.Withdraw, new MoveDeposit(_lab.Policy.RegistrationDeposit));

    private Task<LiabilityAnswer> LiabilityAsync() =>
        _lab.Ledger.EvaluateAsync<LiabilityAnswer>(_lab.Partner, IncentiveNames.Contract, IncentiveNames.GetLiability, new PartyReference(_lab.Cheat.PartyId));

    private Task<AccusationRecord> JudgeAsync(AccusationRecord inspection, Verdict verdict, bool legal = true)
    {
        IReadOnlyList<ModelVerdict> models = verdict == Verdict.Guilty ? [.. inspection.Models.Select(fid => new ModelVerdict(fid, legal))] : [];
        var judgment = new Judgment(inspection.ReportId, 1, verdict, "What was shown.", JudgmentForm.ClaimDigest(inspection.Claim), models, _lab.Ledger.Now);
        return _lab.Ledger.SubmitAsync<AccusationRecord>(
            _lab.World.Stranger, Names.Contract, Names.Judge, new SubmitJudgment(judgment, [Court.Signature(_judge, judgment)]));
    }
}
