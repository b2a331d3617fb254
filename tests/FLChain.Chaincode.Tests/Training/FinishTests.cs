using FLChain.Core.Reliability;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class FinishTests : IDisposable
{
    private readonly TrainingWorld _world = new(iterations: 1);
    private readonly Play _play;

    public FinishTests() => _play = Play.In(_world);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Finish_AllTheSame_PutsTheModelOnSale()
    {
        await _play.IterateAsync(1);
        foreach (var member in _world.Members.Take(3)) Assert.Equal(ModelStage.Training, (await _play.FinishAsync(member)).Stage);
        _world.Ledger.AdvanceSeconds(1);
        var model = await _play.FinishAsync(_world.Members[3]);
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (model.Stage, model.Status));
        Assert.Equal(Play.Artifact(), model.Artifact);
        Assert.Equal(_world.Members.Select(member => member.PartyId), model.Active);
        Assert.Equal((_world.Ledger.Now, _world.Ledger.Now), (model.StageSince, model.RatedUntil));
        Assert.Equal((4, "c"), (model.Version, model.PreviousTx));
        // Liable still: the deposit stays engaged for the policy's time.
        Assert.All(_world.Members, member => Assert.Equal([TrainingWorld.Fid], _world.TrainerOf(member).Engagements));
        Assert.Equal(4, (await AttestationsAsync()).Length);
    }

    [Fact]
    public async Task Finish_BeforeTheLastIterationClosed_Refused() => await RefusedAsync(ErrorCodes.WrongPhase, _world.Members[0], Play.Artifact());

    [Fact]
    public async Task Finish_NoMember_Refused()
    {
        await _play.IterateAsync(1);
        await RefusedAsync(ErrorCodes.NotMember, _world.Node, Play.Artifact());
    }

    [Fact]
    public async Task Finish_TwiceTheSameOrAnother_Refused()
    {
        await _play.IterateAsync(1);
        await _play.FinishAsync(_world.Members[0]);
        await RefusedAsync(ErrorCodes.AlreadyFinished, _world.Members[0], Play.Artifact());
        await RefusedAsync(ErrorCodes.AlreadyFinished, _world.Members[0], Play.Artifact(2));
    }

    [Fact]
    public async Task Finish_AfterItIsFinished_Refused()
    {
        await _play.IterateAsync(1);
        foreach (var member in _world.Members) await _play.FinishAsync(member);
        await RefusedAsync(ErrorCodes.WrongStage, _world.Members[0], Play.Artifact());
    }

    [Fact]
    public async Task Finish_MalformedArtifact_Refused()
    {
        await _play.IterateAsync(1);
        var sound = Play.Artifact();
        foreach (var artifact in new[] { sound with { Digest = "d" }, sound with { KeyHash = sound.KeyHash.ToUpperInvariant() }, sound with { Bytes = 0 }, sound with { Bytes = -5 } })
            await RefusedAsync(ErrorCodes.BadArgument, _world.Members[0], artifact);
    }

    [Fact]
    public async Task Finish_TwoLastOnesInOneBlock_OneRetries()
    {
        await _play.IterateAsync(1);
        await _play.FinishAsync(_world.Members[0]);
        await _play.FinishAsync(_world.Members[1]);
        var request = new FinishTraining(TrainingWorld.Fid, Play.Artifact());
        var one = await _world.Ledger.EndorseAsync(_world.Members[2], Names.Contract, Names.Finish, request);
        var two = await _world.Ledger.EndorseAsync(_world.Members[3], Names.Contract, Names.Finish, request);
        Assert.Equal([ValidationCode.Valid, ValidationCode.PhantomReadConflict], _world.Ledger.Commit(one, two));
        Assert.Equal(ModelStage.Finished, (await _play.FinishAsync(_world.Members[3])).Stage);
    }

    [Fact]
    public async Task ExpireFinish_AThresholdAgreed_FinishesWithThemAndMarksTheSilentDown()
    {
        await _play.IterateAsync(1);
        foreach (var member in _world.Members.Skip(1)) await _play.FinishAsync(member);
        await ExpiryRefusedAsync(ErrorCodes.NotExpired);
        _world.Ledger.AdvanceSeconds(_world.Terms.FinishSeconds);
        await _play.ExpireAsync(Phases.Finish, 0, _world.Stranger);
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (_world.Model.Stage, _world.Model.Status));
        Assert.Equal(_world.Members.Skip(1).Select(member => member.PartyId), _world.Model.Active);
        Assert.Equal(_world.Missed(), _world.TrainerOf(_world.Members[0]).Evidence);
        Assert.All(_world.Members.Skip(1), member => Assert.Equal(Evidence.None, _world.TrainerOf(member).Evidence));
    }

    [Fact]
    public async Task ExpireFinish_OneDissents_FinishesWithTheThresholdAndTheDissenterCannotDeliver()
    {
        await _play.IterateAsync(1);
        await _play.FinishAsync(_world.Members[0], Play.Artifact(2));
        foreach (var member in _world.Members.Skip(1)) Assert.Equal(ModelStage.Training, (await _play.FinishAsync(member)).Stage);
        _world.Ledger.AdvanceSeconds(_world.Terms.FinishSeconds);
        await _play.ExpireAsync(Phases.Finish, 0);
        Assert.Equal(Play.Artifact(), _world.Model.Artifact);
        Assert.DoesNotContain(_world.Members[0].PartyId, _world.Model.Active);
        Assert.Equal(Evidence.None, _world.TrainerOf(_world.Members[0]).Evidence);
    }

    [Fact]
    public async Task ExpireFinish_NoThresholdAgrees_Halts()
    {
        await _play.IterateAsync(1);
        await _play.FinishAsync(_world.Members[0]);
        await _play.FinishAsync(_world.Members[1]);
        await _play.FinishAsync(_world.Members[2], Play.Artifact(2));
        await _play.FinishAsync(_world.Members[3], Play.Artifact(2));
        _world.Ledger.AdvanceSeconds(_world.Terms.FinishSeconds);
        await _play.ExpireAsync(Phases.Finish, 0);
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (_world.Model.Stage, _world.Model.Status));
        Assert.Null(_world.Model.Artifact);
    }

    [Fact]
    public async Task ExpireFinish_BeforeTheLastIterationClosed_Refused()
    {
        _world.Ledger.AdvanceSeconds(_world.Terms.FinishSeconds);
        await ExpiryRefusedAsync(ErrorCodes.WrongPhase);
    }

    [Fact]
    public async Task Finish_MemberLeftOutOfTheLastIteration_IsNotAwaitedButMayAttest()
    {
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, 1);
        foreach (var member in _world.Members.Skip(1)) await _play.AggregateAsync(1, member);
        await _play.ElectAsync(1);
        foreach (var member in _world.Members.Skip(1)) await _play.UnmaskAsync(1, member);
        await _play.CloseAsync(1);

        await _play.FinishAsync(_world.Members[0]);
        await _play.FinishAsync(_world.Members[1]);
        await _play.FinishAsync(_world.Members[2]);
        var model = await _play.FinishAsync(_world.Members[3]);
        Assert.Equal(ModelStage.Finished, model.Stage);
        Assert.Equal(_world.Members.Select(member => member.PartyId), model.Active);
        Assert.Equal(_world.Missed(), _world.TrainerOf(_world.Members[0]).Evidence);
    }

    private Task<AttestationEntry[]> AttestationsAsync() =>
        _world.Ledger.EvaluateAsync<AttestationEntry[]>(_world.Stranger, Names.Contract, Names.GetAttestations, new ModelReference(TrainingWorld.Fid));

    private Task<string> RefusedAsync(string code, TestIdentity caller, Artifact artifact) =>
        _play.RefusedAsync(code, caller, Names.Finish, new FinishTraining(TrainingWorld.Fid, artifact));

    private Task<string> ExpiryRefusedAsync(string code) =>
        _play.RefusedAsync(code, _world.Stranger, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 0, Phases.Finish));
}
