using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>What a member is accused of, or did elsewhere, neither slows nor halts the federation in which it takes part.</summary>
public sealed class AccusedMemberTests : IDisposable
{
    private readonly TrainingWorld _world = new();
    private readonly Play _play;

    public AccusedMemberTests() => _play = Play.In(_world);

    public void Dispose() => _world.Dispose();

    // No time passes: nothing here waits for a deadline.
    [Fact]
    public async Task OneMemberAccused_NobodyWaitsForItsAggregate_AndItMayLead()
    {
        await AccuseAsync(_world.Members[2]);
        var leader = await _play.ToLeaderAsync(1);
        Assert.Equal(Ids(_world.Members), leader.Correct);
    }

    [Fact]
    public async Task AllMembersAccused_TheTrainingGoesOn()
    {
        foreach (var member in _world.Members) await AccuseAsync(member);
        await _play.IterateAsync(1);
        await _play.IterateAsync(2);
        foreach (var member in _world.Members) await _play.FinishAsync(member);
        Assert.Equal((ModelStage.Finished, ModelStatus.Problematic), (_world.Model.Stage, _world.Model.Status));
    }

    [Fact]
    public async Task MemberConvictedElsewhere_AggregatesAndIsNotDrawn()
    {
        _world.ChangeTrainer(_world.Members[2], trainer => trainer with { Status = TrainerStatus.Unqualified });
        var leader = await _play.ToLeaderAsync(1);
        Assert.Equal(Ids(_world.Members.Where(member => member != _world.Members[2])), leader.Correct);
    }

    [Fact]
    public async Task AllMembersConvictedElsewhere_TheDrawIsAmongThem()
    {
        foreach (var member in _world.Members) _world.ChangeTrainer(member, trainer => trainer with { Status = TrainerStatus.Unqualified });
        Assert.Equal(Ids(_world.Members), (await _play.ToLeaderAsync(1)).Correct);
    }

    [Fact]
    public async Task OnlyANodeOutsideWasRightAndLostItsStanding_NobodyIsDrawn()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        await _play.AggregateAsync(1, _world.Node);
        _world.ChangeTrainer(_world.Node, trainer => trainer with { Status = TrainerStatus.Unqualified });
        _world.Ledger.AdvanceSeconds(_world.Terms.AggregateSeconds);
        await _play.RefusedAsync(ErrorCodes.NoCorrectAggregate, _world.Members[0], TrainingNames.ElectLeader, new RoundReference(TrainingWorld.Fid, 1));
    }

    private static IEnumerable<string> Ids(IEnumerable<TestIdentity> members) => members.Select(member => member.PartyId);

    private async Task AccuseAsync(TestIdentity member)
    {
        await _world.Ledger.SubmitAsync(_world.Stranger, Names.Contract, Names.ReportUnqualified, new ReportUnqualified(member.PartyId, "a claim", Naming.Digest([1])));
        Assert.Equal(TrainerStatus.Suspending, _world.TrainerOf(member).Status);
    }
}
