using FLChain.Core.Reliability;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class ExpiryTests : IDisposable
{
    private readonly TrainingWorld _world = new(iterations: 3);
    private readonly Play _play;

    public ExpiryTests() => _play = Play.In(_world);

    private TestIdentity Vanished => _world.Members[1];

    private TestIdentity[] Present => [.. _world.Members.Where(member => member != Vanished)];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ExpireGradient_ToTheMillisecond_NotBeforeTheDeadline()
    {
        foreach (var member in Present) await _play.GiveAsync(1, member);
        _world.Ledger.Time += TimeSpan.FromMilliseconds((_world.Terms.GradientSeconds * 1000) - 1);
        await RefusedAsync(ErrorCodes.NotExpired, Phases.Gradient, 1);
        _world.Ledger.Time += TimeSpan.FromMilliseconds(1);
        await _play.ExpireAsync(Phases.Gradient, 1, _world.Stranger);
        var fixedSet = _world.Ledger.Read<ContributorsRecord>(Keys.Contributors(TrainingWorld.Fid, 1))!;
        Assert.Equal(Present.Select(member => member.PartyId), fixedSet.Contributors);
        Assert.Equal([Vanished.PartyId], fixedSet.Missing);
        Assert.Equal(_world.Ledger.Now, fixedSet.At);
    }

    [Fact]
    public async Task Vanished_IsLeftOutAndMarkedDown_AndTheOthersGoOn()
    {
        await IterateWithoutAsync(1);
        var closed = _world.Round(1);
        Assert.Equal(Present.Select(member => member.PartyId), closed.Contributors);
        Assert.Equal(closed.Contributors, closed.Active);
        var standing = closed.Standings.Single(item => item.DpId == Vanished.PartyId);
        Assert.Equal(new Standing(Vanished.PartyId, _world.Missed(), 1, 1, closed.ClosedAt), standing);

        // The next iteration no longer waits for it, and it may not give to it.
        var (request, payload) = _play.Gradient(2, Vanished);
        await _play.RefusedAsync(ErrorCodes.LeftOut, Vanished, Names.SubmitGradient, request, payload);
        await _play.IterateAsync(2, Present);
        Assert.Equal(SumOfGiven(2, Present), await _play.SumAsync(2));
        standing = _world.Round(2).Standings.Single(item => item.DpId == Vanished.PartyId);
        Assert.Equal((1, 2), (standing.Misses, standing.Absences));
    }

    [Fact]
    public async Task Return_TakesPartFromTheIterationAfter()
    {
        await IterateWithoutAsync(1);
        await _play.SubmitAsync(Vanished, Names.Return, new ModelReference(TrainingWorld.Fid));
        await _play.RefusedAsync(ErrorCodes.AlreadySubmitted, Vanished, Names.Return, new ModelReference(TrainingWorld.Fid));
        await _play.IterateAsync(2, Present);
        Assert.Equal(_world.Members.Select(member => member.PartyId), _world.Round(2).Active);
        Assert.Null(_world.Ledger.State.Get(Keys.Return(TrainingWorld.Fid, Vanished.PartyId)));
        await _play.IterateAsync(3);
        Assert.Equal(_world.Members.Select(member => member.PartyId), _world.Round(3).Contributors);
    }

    [Fact]
    public async Task Return_WhereThereIsNothingToReturnTo_Refused()
    {
        await _play.RefusedAsync(ErrorCodes.NotMember, _world.Node, Names.Return, new ModelReference(TrainingWorld.Fid));
        await _play.RefusedAsync(ErrorCodes.WrongPhase, Vanished, Names.Return, new ModelReference(TrainingWorld.Fid));
        await IterateWithoutAsync(1);
        await _play.IterateAsync(2, Present);
        await _play.IterateAsync(3, Present);
        await _play.RefusedAsync(ErrorCodes.WrongPhase, Vanished, Names.Return, new ModelReference(TrainingWorld.Fid));
        _world.Change(model => model with { Stage = ModelStage.Halted });
        await _play.RefusedAsync(ErrorCodes.WrongStage, Vanished, Names.Return, new ModelReference(TrainingWorld.Fid));
    }

    [Fact]
    public async Task ExpireGradient_TooFew_HaltsAndMarksTheMissingDown()
    {
        foreach (var member in _world.Members.Take(2)) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, 1);
        AssertHalted();
        Assert.Equal(Evidence.None, _world.TrainerOf(_world.Members[0]).Evidence);
        Assert.Equal(_world.Policy.InitialReliability, _world.TrainerOf(_world.Members[0]).Rely);
        Assert.Equal(_world.Missed(), _world.TrainerOf(_world.Members[3]).Evidence);

        // 500,000 · 10 / (10 + 10).
        Assert.Equal(250_000, _world.TrainerOf(_world.Members[3]).Rely);
        Assert.Null(_world.Ledger.State.Get(Keys.Contributors(TrainingWorld.Fid, 1)));
    }

    [Fact]
    public async Task ExpireGradient_FewerThanThePolicysContributors_HaltsThoughTheThresholdIsMet()
    {
        using var world = new TrainingWorld(threshold: 2);
        var play = Play.In(world);
        foreach (var member in world.Members.Take(2)) await play.GiveAsync(1, member);
        world.Ledger.AdvanceSeconds(world.Terms.GradientSeconds);
        await play.ExpireAsync(Phases.Gradient, 1);
        Assert.Equal(ModelStage.Halted, world.Model.Stage);
    }

    [Fact]
    public async Task ExpireGradient_AllThereOrExpiredBefore_Refused()
    {
        foreach (var member in Present) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.GiveAsync(1, Vanished);
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Gradient, 1);
        await RefusedAsync(ErrorCodes.WrongIteration, Phases.Gradient, 2);
        await RefusedAsync(ErrorCodes.WrongIteration, Phases.Gradient, 0);
    }

    [Fact]
    public async Task ExpireAggregate_OnlyAfterThreeDeadlinesWithoutARightOne_Halts()
    {
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Aggregate, 1);
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        _world.Ledger.Time += TimeSpan.FromMilliseconds((3 * _world.Terms.AggregateSeconds * 1000) - 1);
        await RefusedAsync(ErrorCodes.NotExpired, Phases.Aggregate, 1);
        _world.Ledger.Time += TimeSpan.FromMilliseconds(1);
        await _play.ExpireAsync(Phases.Aggregate, 1);
        AssertHalted();
    }

    [Fact]
    public async Task ExpireAggregate_RightOneThereOrLeaderDrawn_Refused()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        await _play.AggregateAsync(1, _world.Node);
        _world.Ledger.AdvanceSeconds(3 * _world.Terms.AggregateSeconds);
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Aggregate, 1);
        await _play.ElectAsync(1);
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Aggregate, 1);
    }

    [Fact]
    public async Task ExpireShare_TooFewAfterTheDeadline_Halts()
    {
        await _play.ToLeaderAsync(1);
        await _play.UnmaskAsync(1, _world.Members[0]);
        await _play.UnmaskAsync(1, _world.Members[2]);
        _world.Ledger.Time += TimeSpan.FromMilliseconds((_world.Terms.ShareSeconds * 1000) - 1);
        await RefusedAsync(ErrorCodes.NotExpired, Phases.Share, 1);
        _world.Ledger.Time += TimeSpan.FromMilliseconds(1);
        await _play.ExpireAsync(Phases.Share, 1);
        AssertHalted();
        var (request, payload) = await _play.ShareAsync(1, _world.Members[1]);
        await _play.RefusedAsync(ErrorCodes.WrongStage, _world.Members[1], Names.SubmitShare, request, payload);
    }

    [Fact]
    public async Task ExpireShare_EnoughOrNoLeader_Refused()
    {
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Share, 1);
        await _play.ToLeaderAsync(1);
        foreach (var member in _world.Members.Take(3)) await _play.UnmaskAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.ShareSeconds);
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Share, 1);
    }

    [Fact]
    public async Task ExpireGradient_InALaterIteration_HaltKeepsWhatWasLearned()
    {
        await _play.IterateAsync(1);
        await _play.GiveAsync(2, _world.Members[0], _ => 700_000);
        await _play.GiveAsync(2, _world.Members[1], _ => 900_000);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, 2);
        AssertHalted();
        Assert.Equal(_world.Rated(900_000), _world.TrainerOf(_world.Members[0]).Evidence);
        Assert.Equal(_world.Rated(700_000), _world.TrainerOf(_world.Members[1]).Evidence);
        Assert.Equal(_world.Missed(_world.Rated(800_000)), _world.TrainerOf(_world.Members[2]).Evidence);
    }

    [Fact]
    public async Task ExpirePreparation_TooFewConfirmed_Halts()
    {
        PlacePreparation(confirmed: 2);
        await RefusedAsync(ErrorCodes.NotExpired, Phases.Preparation, 0);
        _world.Ledger.AdvanceSeconds(_world.Terms.PreparationSeconds);
        await RefusedAsync(ErrorCodes.WrongIteration, Phases.Preparation, 1);
        await _play.ExpireAsync(Phases.Preparation, 0);
        AssertHalted(liable: false);
    }

    [Fact]
    public async Task ExpirePreparation_NothingDealt_Halts()
    {
        _world.Change(model => model with { Stage = ModelStage.Preparing, StageSince = _world.Ledger.Now });
        _world.Ledger.AdvanceSeconds(_world.Terms.PreparationSeconds);
        await _play.ExpireAsync(Phases.Preparation, 0);
        AssertHalted(liable: false);
    }

    [Fact]
    public async Task ExpirePreparation_EnoughConfirmed_Refused()
    {
        PlacePreparation(confirmed: 3);
        _world.Ledger.AdvanceSeconds(_world.Terms.PreparationSeconds);
        await RefusedAsync(ErrorCodes.WrongPhase, Phases.Preparation, 0);
    }

    [Theory]
    [InlineData("beacon")]
    [InlineData("")]
    [InlineData("Gradient")]
    public async Task Expire_UnknownPhase_Refused(string phase) => await RefusedAsync(ErrorCodes.BadArgument, phase, 1);

    [Fact]
    public async Task Expire_WrongStage_Refused()
    {
        await RefusedAsync(ErrorCodes.WrongStage, Phases.Preparation, 0);
        _world.Change(model => model with { Stage = ModelStage.Halted });
        foreach (var phase in new[] { Phases.Gradient, Phases.Aggregate, Phases.Share }) await RefusedAsync(ErrorCodes.WrongStage, phase, 1);
        await RefusedAsync(ErrorCodes.WrongStage, Phases.Finish, 0);
    }

    private void AssertHalted(bool liable = true)
    {
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (_world.Model.Stage, _world.Model.Status));
        Assert.Equal(_world.Ledger.Now, _world.Model.StageSince);
        Assert.Equal(("c", _world.Ledger.Events[^1].TransactionId), (_world.Model.PreviousTx, _world.Model.Tx));
        Assert.All(_world.Members, member => Assert.Equal(liable ? [TrainingWorld.Fid] : [], _world.TrainerOf(member).Engagements));
        Assert.All(_world.Members, member => Assert.Equal([TrainingWorld.Fid], _world.TrainerOf(member).Flms));
    }

    private void PlacePreparation(int confirmed)
    {
        _world.Change(model => model with { Stage = ModelStage.Preparing, StageSince = _world.Ledger.Now });
        foreach (var member in _world.Members.Take(confirmed))
            _world.Ledger.Place(Keys.Confirmation(TrainingWorld.Fid, 1, member.PartyId), new ConfirmationRecord(member.PartyId, false, Naming.Digest([1]), [1, 2], _world.Ledger.Now));
    }

    private async Task IterateWithoutAsync(int iteration)
    {
        foreach (var member in Present) await _play.GiveAsync(iteration, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, iteration);
        foreach (var member in Present) await _play.AggregateAsync(iteration, member);
        await _play.ElectAsync(iteration);
        foreach (var member in Present) await _play.UnmaskAsync(iteration, member);
        await _play.CloseAsync(iteration);
        Assert.Equal(SumOfGiven(iteration, Present), await _play.SumAsync(iteration));
    }

    private long[] SumOfGiven(int iteration, TestIdentity[] givers) =>
        [.. Enumerable.Range(0, _world.Terms.ParameterCount).Select(k => givers.Sum(giver => (long)_play.Given[(iteration, giver.PartyId)][k]))];

    private Task<string> RefusedAsync(string code, string phase, int iteration) =>
        _play.RefusedAsync(code, _world.Stranger, Names.Expire, new ExpirePhase(TrainingWorld.Fid, iteration, phase));
}
