using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>An incorrect aggregate: its author pays, the result counts for nothing, and the round goes on, the same under every masking scheme.</summary>
public abstract class AggregateReportTests(string masking) : IDisposable
{
    private readonly Lab _lab = new(masking: masking);

    public void Dispose()
    {
        _lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Report_WrongAggregate_PunishesItsAuthorAndTheRoundGoesOn()
    {
        await _lab.GiveBadAggregateAsync();
        var report = await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectAggregate));
        Assert.Equal(ReportState.Proven, report.State);
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);
        var (policy, world) = (_lab.Policy, _lab.World);
        Assert.Equal(TrainingWorld.Wealth + policy.ReportReward - policy.ReportFee, world.BalanceOf(_lab.Partner));
        Assert.Equal(policy.RegistrationDeposit + policy.ReportFee - policy.ReportReward, world.Stated(AccountName.Public));
        Assert.Equal(0, world.Stated(AccountName.Federation(TrainingWorld.Fid)));
        Assert.All(_lab.Honest[1..], partner => Assert.Equal(TrainingWorld.Wealth, world.BalanceOf(partner)));

        var right = await _lab.Play.AggregateOfAsync(1);
        foreach (var member in _lab.Honest) await _lab.Play.AggregateAsync(1, member, right);
        var leader = await _lab.Play.ElectAsync(1);
        Assert.DoesNotContain(_lab.Cheat.PartyId, leader.Correct);
        foreach (var member in _lab.Honest) await _lab.Play.UnmaskAsync(1, member);
        var closed = await _lab.Play.CloseAsync(1);
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), closed.Active);
        Assert.Equal(ModelStage.Training, world.Model.Stage);
    }

    [Fact]
    public async Task Expelled_TakesNoFurtherPart()
    {
        await _lab.GiveBadAggregateAsync();
        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectAggregate));
        foreach (var member in _lab.Honest) await _lab.Play.AggregateAsync(1, member);
        await _lab.Play.ElectAsync(1);
        var (request, payload) = await _lab.Play.ShareAsync(1, _lab.Cheat);
        await _lab.Play.RefusedAsync(ErrorCodes.Expelled, _lab.Cheat, TrainingNames.SubmitShare, request, payload);
        foreach (var member in _lab.Honest) await _lab.Play.UnmaskAsync(1, member);
        await _lab.Play.CloseAsync(1);
        await _lab.Play.RefusedAsync(ErrorCodes.Expelled, _lab.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        await _lab.Play.IterateAsync(2, _lab.Honest);
        var artifact = new FinishTraining(TrainingWorld.Fid, Play.Artifact());
        await _lab.Play.RefusedAsync(ErrorCodes.Expelled, _lab.Cheat, TrainingNames.Finish, artifact);
        foreach (var member in _lab.Honest) await _lab.Play.FinishAsync(member);
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (_lab.World.Model.Stage, _lab.World.Model.Status));
    }

    [Fact]
    public async Task Expelled_TooFewLeft_TheFederationHaltsWhenTheRoundCloses()
    {
        using var lab = new Lab(trainers: 3, threshold: 2, masking: masking);
        await lab.GiveBadAggregateAsync();
        await lab.ReportAsync(lab.Partner, lab.Accusing(FaultKind.IncorrectAggregate));
        foreach (var member in lab.Honest) await lab.Play.AggregateAsync(1, member);
        await lab.Play.ElectAsync(1);
        foreach (var member in lab.Honest) await lab.Play.UnmaskAsync(1, member);
        await lab.Play.CloseAsync(1);
        Assert.Equal(ModelStage.Halted, lab.World.Model.Stage);
        lab.AssertUntouched(lab.Honest);
    }

    [Fact]
    public async Task Report_AfterTheLeaderIsDrawn_NeedsNoPayload()
    {
        await _lab.GiveBadAggregateAsync();
        foreach (var member in _lab.Honest) await _lab.Play.AggregateAsync(1, member);
        await _lab.Play.ElectAsync(1);
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.World.Stranger, _lab.Accusing(FaultKind.IncorrectAggregate))).State);
        Assert.Equal(ReportState.False, (await _lab.ReportAsync(_lab.World.Stranger, _lab.Accusing(FaultKind.IncorrectAggregate, accused: _lab.Partner))).State);
        _lab.AssertUntouched(_lab.Honest);
    }

    [Fact]
    public async Task Report_OfANodeOutside_TakesTheDepositThatItHadToHold()
    {
        foreach (var member in _lab.World.Members) await _lab.Play.GiveAsync(1, member);
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var member in _lab.Honest) payloads.Add(await _lab.Play.PayloadAsync(1, Phases.Gradient, member.PartyId));
        await _lab.Play.AggregateAsync(1, _lab.World.Node, _lab.Play.Gradients.Aggregate(payloads));
        await _lab.Ledger.RefusedAsync(
            ErrorCodes.DepositFrozen, _lab.World.Node, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Withdraw, new MoveDeposit(1));
        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectAggregate, accused: _lab.World.Node));
        Assert.Equal(0, _lab.World.DepositOf(_lab.World.Node));
        Assert.Equal(TrainerStatus.Unqualified, _lab.World.TrainerOf(_lab.World.Node).Status);
        Assert.Null(_lab.Ledger.Read<ExpulsionEntry>(Keys.Expulsion(TrainingWorld.Fid, _lab.World.Node.PartyId)));
    }

    [Fact]
    public async Task Report_OfTwoFaultsOfOneMember_TakesItsDepositOnceAndTheFeeOfTheFirstOnly()
    {
        await _lab.GiveBadGradientAsync();
        foreach (var member in _lab.Honest) await _lab.Play.GiveAsync(1, member);
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var member in _lab.Honest) payloads.Add(await _lab.Play.PayloadAsync(1, Phases.Gradient, member.PartyId));
        await _lab.Play.AggregateAsync(1, _lab.Cheat, _lab.Play.Gradients.Aggregate(payloads));
        await _lab.Ledger.SubmitAsync(_lab.Cheat, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Deposit, new MoveDeposit(30_000));

        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectAggregate));
        var after = _lab.World.BalanceOf(_lab.Partner);
        var second = await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal((ReportState.Proven, 0), (second.State, second.Fee));
        Assert.Equal((0L, 0L), (_lab.Fault(FaultKind.IncorrectGradient)!.Confiscated, _lab.Fault(FaultKind.IncorrectGradient)!.Reward));
        Assert.Equal(after + _lab.Compensation, _lab.World.BalanceOf(_lab.Partner));
        Assert.Equal(30_000, _lab.World.DepositOf(_lab.Cheat));
        Assert.Equal(ModelStage.Halted, _lab.World.Model.Stage);
    }
}
