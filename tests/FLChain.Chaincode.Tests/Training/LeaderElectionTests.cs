using FLChain.Core.Reliability;
using FLChain.Core.Training;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class LeaderElectionTests : IDisposable
{
    private readonly TrainingWorld _world = new();
    private readonly Play _play;

    public LeaderElectionTests() => _play = Play.In(_world);

    private RoundReference FirstRound { get; } = new(TrainingWorld.Fid, 1);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ElectLeader_BeforeTheGradients_Refused() =>
        await RefusedAsync(ErrorCodes.WrongPhase);

    [Fact]
    public async Task ElectLeader_WhileAContributorsAggregateIsAwaited_RefusedUntilTheDeadline()
    {
        await GiveAsync();
        foreach (var member in _world.Members.Skip(1)) await _play.AggregateAsync(1, member);
        await RefusedAsync(ErrorCodes.WrongPhase);
        _world.Ledger.Time += TimeSpan.FromMilliseconds((_world.Terms.AggregateSeconds * 1000) - 1);
        await RefusedAsync(ErrorCodes.WrongPhase);
        _world.Ledger.Time += TimeSpan.FromMilliseconds(1);
        var leader = await _play.ElectAsync(1);
        Assert.Equal(_world.Members.Skip(1).Select(member => member.PartyId), leader.Correct);
    }

    [Fact]
    public async Task ElectLeader_FirstDraw_IsTheOneThatAnyoneCanRecompute()
    {
        var leader = await _play.ToLeaderAsync(1);
        Assert.Equal(_world.Round(0).Beacon, leader.Seed);
        Assert.Equal(Recompute(leader, 1), leader.Leader);
        await _play.UnmaskAsync(1, _world.Members[0]);
        await _play.UnmaskAsync(1, _world.Members[1]);
        await _play.UnmaskAsync(1, _world.Members[3]);
        var closed = await _play.CloseAsync(1);

        var next = await _play.ToLeaderAsync(2);
        Assert.Equal(closed.Beacon, next.Seed);
        Assert.NotEqual(leader.Seed, next.Seed);
        Assert.Equal(Recompute(next, 2), next.Leader);
    }

    [Fact]
    public async Task ElectLeader_StandingsOfThisFederation_CountInTheDraw()
    {
        // After the first iteration one member's partners rate it so low, and the rest so high, that it falls out of
        // the upper half from which leaders are drawn.
        using var world = new TrainingWorld(iterations: 3, change: policy => policy with { ReliabilityPriorWeight = 1 });
        var play = Play.In(world);
        var favourites = world.Members.Take(2).Select(member => member.PartyId).ToArray();
        int Rate(string dpId) => favourites.Contains(dpId) ? Ratio.One : 0;
        await play.IterateAsync(1);
        await play.IterateAsync(2, rating: Rate);
        var leader = await play.ToLeaderAsync(3, rating: Rate);
        Assert.Equal(4, leader.Correct.Count);
        Assert.Contains(leader.Leader, favourites);
    }

    [Fact]
    public async Task ElectLeader_WrongAggregate_IsNotEligible()
    {
        await GiveAsync();
        var right = await _play.AggregateOfAsync(1);
        var wrong = await WrongAggregateAsync();
        await _play.AggregateAsync(1, _world.Members[0], wrong);
        foreach (var member in _world.Members.Skip(1)) await _play.AggregateAsync(1, member, right);
        var leader = await _play.ElectAsync(1);
        Assert.Equal(_world.Members.Skip(1).Select(member => member.PartyId), leader.Correct);
        Assert.Equal(Naming.Digest(right), leader.Digest);
        Assert.Equal(right, await _play.PayloadAsync(1, Phases.Aggregate, Keys.DocumentedAuthor));
    }

    [Fact]
    public async Task ElectLeader_OnlyWrongAggregates_RefusedUntilARightOneComes()
    {
        await GiveAsync();
        var wrong = await WrongAggregateAsync();
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member, wrong);
        await RefusedAsync(ErrorCodes.NoCorrectAggregate);
        await _play.AggregateAsync(1, _world.Node);
        var leader = await _play.ElectAsync(1);
        Assert.Equal(_world.Node.PartyId, leader.Leader);
        Assert.Equal([_world.Node.PartyId], leader.Correct);
    }

    [Fact]
    public async Task ElectLeader_NodeUnqualifiedSinceItSubmitted_IsNotDrawn()
    {
        await GiveAsync();
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member);
        _world.ChangeTrainer(_world.Members[2], trainer => trainer with { Status = TrainerStatus.Unqualified });
        var leader = await _play.ElectAsync(1);
        Assert.DoesNotContain(_world.Members[2].PartyId, leader.Correct);
    }

    // N · f_CI = 12: the second leader earns what is left of it, the third nothing.
    [Fact]
    public async Task ElectLeader_RewardsOfAFederation_ComeToItsIntentionFeesAtMost()
    {
        using var world = new TrainingWorld(iterations: 3, change: policy => policy with { IntentionFee = 3, LeaderReward = 10 });
        var play = Play.In(world);
        var before = world.Members.Sum(member => world.BalanceOf(member));
        long[] rewards = [10, 2, 0];
        for (var iteration = 1; iteration <= rewards.Length; iteration++)
        {
            await play.IterateAsync(iteration);
            Assert.Equal(rewards[iteration - 1], world.Ledger.Read<LeaderEntry>(Keys.Leader(TrainingWorld.Fid, iteration))!.Reward);
        }

        Assert.Equal(before + 12, world.Members.Sum(member => world.BalanceOf(member)));
    }

    [Fact]
    public async Task ElectLeader_Twice_Refused()
    {
        await _play.ToLeaderAsync(1);
        await RefusedAsync(ErrorCodes.WrongPhase);
    }

    [Fact]
    public async Task ElectLeader_TwiceInOneBlock_PaysOnce()
    {
        await GiveAsync();
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member);
        var one = await _world.Ledger.EndorseAsync(_world.Members[0], Names.Contract, Names.ElectLeader, FirstRound);
        var two = await _world.Ledger.EndorseAsync(_world.Members[1], Names.Contract, Names.ElectLeader, FirstRound);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(one, two));
    }

    [Fact]
    public async Task ElectLeader_GradientsExpired_Refused()
    {
        using var world = new TrainingWorld(blocksToLive: 8);
        var play = Play.In(world);
        foreach (var member in world.Members) await play.GiveAsync(1, member);
        foreach (var member in world.Members) await play.AggregateAsync(1, member);
        while (world.Ledger.Height < 40) world.Change(model => model);
        await play.RefusedAsync(ErrorCodes.NoPayload, world.Members[0], Names.ElectLeader, FirstRound);
    }

    [Fact]
    public async Task ElectLeader_GradientCopiedFromAPartner_RefusedAndTheFederationHalts()
    {
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        var copied = await _play.PayloadAsync(1, Phases.Gradient, _world.Members[1].PartyId);
        var (request, _) = _play.Gradient(1, _world.Members[0]);
        await _play.SubmitAsync(_world.Members[0], Names.SubmitGradient, request with { Digest = Naming.Digest(copied) }, copied);
        var some = _play.Gradients.Aggregate([copied]);
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member, some);
        await RefusedAsync(ErrorCodes.NoCorrectAggregate);
        _world.Ledger.AdvanceSeconds(3 * _world.Terms.AggregateSeconds);
        await _play.ExpireAsync(Phases.Aggregate, 1);
        Assert.Equal(ModelStage.Halted, _world.Model.Stage);
    }

    [Fact]
    public async Task SubmitAggregate_BeforeTheGradientsStand_Refused()
    {
        await _play.GiveAsync(1, _world.Members[0]);
        var some = _play.Gradients.Aggregate([await _play.PayloadAsync(1, Phases.Gradient, _world.Members[0].PartyId)]);
        await AggregateRefusedAsync(ErrorCodes.WrongPhase, _world.Members[0], some);
    }

    [Fact]
    public async Task SubmitAggregate_WrongCaller_Refused()
    {
        await GiveAsync();
        var right = await _play.AggregateOfAsync(1);
        await AggregateRefusedAsync(ErrorCodes.NoTrainer, _world.Stranger, right);
        _world.ChangeTrainer(_world.Node, trainer => trainer with { Status = TrainerStatus.Suspending });
        await AggregateRefusedAsync(ErrorCodes.NotQualified, _world.Node, right);
        _world.ChangeTrainer(_world.Node, trainer => trainer with { Status = TrainerStatus.Unqualified });
        await AggregateRefusedAsync(ErrorCodes.NotQualified, _world.Node, right);
    }

    [Fact]
    public async Task SubmitAggregate_TwiceOrAfterTheDraw_Refused()
    {
        await GiveAsync();
        var right = await _play.AggregateOfAsync(1);
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member, right);
        await AggregateRefusedAsync(ErrorCodes.AlreadySubmitted, _world.Members[0], right);
        await _play.ElectAsync(1);
        await AggregateRefusedAsync(ErrorCodes.WrongPhase, _world.Node, right);
    }

    [Fact]
    public async Task SubmitAggregate_NoCommitment_Refused()
    {
        await GiveAsync();
        var right = _play.Commitment(1, _world.Node, await _play.AggregateOfAsync(1));
        foreach (var none in (string[])["", right.Commitment[1..], right.Commitment + "0", right.Commitment.ToUpperInvariant()])
            await _play.RefusedAsync(ErrorCodes.BadArgument, _world.Node, Names.SubmitAggregate, right with { Commitment = none });
        await _play.RefusedAsync(ErrorCodes.WrongIteration, _world.Node, Names.SubmitAggregate, right with { Iteration = 2 });
    }

    // Who multiplies nothing and repeats what a partner submitted has committed to something else.
    [Fact]
    public async Task ElectLeader_CommitmentCopiedFromAPartner_IsNotEligible()
    {
        await GiveAsync();
        var right = await _play.AggregateOfAsync(1);
        foreach (var member in _world.Members.Skip(1)) await _play.AggregateAsync(1, member, right);
        var partner = (await _play.StateAsync(1)).Aggregates[0].Commitment;
        await _play.SubmitAsync(_world.Members[0], Names.SubmitAggregate, new SubmitAggregate(TrainingWorld.Fid, 1, partner));
        Assert.Equal(_world.Members.Skip(1).Select(member => member.PartyId), (await _play.ElectAsync(1)).Correct);
    }

    private string Recompute(LeaderEntry leader, int iteration)
    {
        var standings = _world.Round(iteration - 1).Standings;
        var candidates = leader.Correct.Select(dpId =>
        {
            var evidence = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(dpId))!.Evidence.And(standings.Single(standing => standing.DpId == dpId).Evidence, _world.Policy.ReliabilityMemory);
            return new LeaderCandidate(dpId, ReliabilityScore.Of(evidence, _world.Policy));
        });
        return LeaderDraw.Draw([.. candidates], _world.Policy.LeaderUpperPart, Convert.FromHexString(leader.Seed), TrainingWorld.Fid, iteration);
    }

    private async Task GiveAsync()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
    }

    // The sum of all but one: of the right form, and what a node that drops a partner would submit.
    private async Task<byte[]> WrongAggregateAsync()
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var member in _world.Members.Skip(1)) payloads.Add(await _play.PayloadAsync(1, Phases.Gradient, member.PartyId));
        return _play.Gradients.Aggregate(payloads);
    }

    private Task<string> RefusedAsync(string code) => _play.RefusedAsync(code, _world.Members[0], Names.ElectLeader, FirstRound);

    private Task<string> AggregateRefusedAsync(string code, TestIdentity caller, byte[] payload) =>
        _play.RefusedAsync(code, caller, Names.SubmitAggregate, _play.Commitment(1, caller, payload));
}
