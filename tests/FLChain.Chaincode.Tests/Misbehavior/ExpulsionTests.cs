using FLChain.Chaincode.Tests.Training;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A member that is expelled while an iteration waits for it: from then on nobody waits.</summary>
public sealed class ExpulsionTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Expelled_BeforeItsGradient_IsNotAwaited()
    {
        await CloseFirstWithABadShareAsync(_lab);
        foreach (var member in _lab.Honest) await _lab.Play.GiveAsync(2, member);
        Assert.Null((await _lab.Play.StateAsync(2)).Contributors);
        await ExpelAsync(_lab);

        var state = await _lab.Play.StateAsync(2);
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), state.Contributors);
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), state.Active);
        Assert.Equal((Phases.Aggregate, _lab.Ledger.Now), (state.Phase, state.PhaseSince));
        var (request, payload) = _lab.Play.Gradient(2, _lab.Cheat);
        await _lab.Play.RefusedAsync(ErrorCodes.Expelled, _lab.Cheat, TrainingNames.SubmitGradient, request, payload);
        await FinishSecondAsync();
    }

    [Fact]
    public async Task Expelled_WithItsGradientGiven_StaysInTheSumAndItsAggregateIsNotAwaited()
    {
        await CloseFirstWithABadShareAsync(_lab);
        foreach (var member in _lab.World.Members) await _lab.Play.GiveAsync(2, member);
        await ExpelAsync(_lab);
        Assert.Equal(_lab.World.Members.Select(member => member.PartyId), (await _lab.Play.StateAsync(2)).Contributors);
        await FinishSecondAsync();
    }

    // Two gradients hide too little: such an iteration ends at the deadline, with the federation.
    [Fact]
    public async Task Expelled_TooFewGradientsLeft_TheIterationIsNotOpenedEarly()
    {
        using var lab = new Lab(trainers: 3, threshold: 2);
        await CloseFirstWithABadShareAsync(lab);
        foreach (var member in lab.Honest) await lab.Play.GiveAsync(2, member);
        await ExpelAsync(lab);
        Assert.Null((await lab.Play.StateAsync(2)).Contributors);
        await lab.Play.RefusedAsync(ErrorCodes.WrongPhase, lab.Partner, TrainingNames.SubmitAggregate, lab.Play.Commitment(2, lab.Partner, [1]));
        lab.Ledger.AdvanceSeconds(lab.World.Terms.GradientSeconds);
        await lab.Play.ExpireAsync(Phases.Gradient, 2);
        Assert.Equal(ModelStage.Halted, lab.World.Model.Stage);
        lab.AssertUntouched(lab.Honest);
    }

    [Fact]
    public async Task Expelled_WhenEveryoneElseHasAttested_AnyoneFinishesTheModelAtOnce()
    {
        await CloseFirstWithABadShareAsync(_lab);
        await _lab.Play.IterateAsync(2);
        foreach (var member in _lab.Honest) await _lab.Play.FinishAsync(member);
        var expire = new ExpirePhase(TrainingWorld.Fid, 0, Phases.Finish);
        await _lab.Play.RefusedAsync(ErrorCodes.NotExpired, _lab.World.Stranger, TrainingNames.Expire, expire);
        await ExpelAsync(_lab);
        await _lab.Play.ExpireAsync(Phases.Finish, 0);
        var model = _lab.World.Model;
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (model.Stage, model.Status));
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), model.Active);
        Assert.All(_lab.Honest, member => Assert.Equal(0, _lab.World.TrainerOf(member).Evidence.Faults));
    }

    // No time passes: nothing here waits for a deadline.
    private async Task FinishSecondAsync()
    {
        foreach (var member in _lab.Honest) await _lab.Play.AggregateAsync(2, member);
        var leader = await _lab.Play.ElectAsync(2, _lab.Partner);
        Assert.DoesNotContain(_lab.Cheat.PartyId, leader.Correct);
        foreach (var member in _lab.Honest) await _lab.Play.UnmaskAsync(2, member);
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), (await _lab.Play.CloseAsync(2, _lab.Partner)).Active);
    }

    private static async Task CloseFirstWithABadShareAsync(Lab lab)
    {
        await lab.Play.ToLeaderAsync(1);
        await lab.GiveBadShareAsync();
        foreach (var member in lab.Honest) await lab.Play.UnmaskAsync(1, member);
        Assert.Contains(lab.Cheat.PartyId, (await lab.Play.CloseAsync(1)).Active);
    }

    private static async Task ExpelAsync(Lab lab)
    {
        var report = await lab.ReportAsync(lab.Partner, lab.Accusing(FaultKind.IncorrectShare, opening: lab.Play.ShareKeyOf(1, lab.Cheat)));
        Assert.Equal(ReportState.Proven, report.State);
    }
}
