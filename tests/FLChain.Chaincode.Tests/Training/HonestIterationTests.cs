using FLChain.Core.Encoding;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class HonestIterationTests : IDisposable
{
    private readonly TrainingWorld _world = new();
    private readonly Play _play;

    public HonestIterationTests() => _play = Play.In(_world);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Iterations_AllHonest_SumIsTheSumOfWhatWasGiven()
    {
        for (var iteration = 1; iteration <= _world.Terms.Iterations; iteration++)
        {
            var closed = await _play.IterateAsync(iteration);
            var expected = new long[_world.Terms.ParameterCount];
            foreach (var member in _world.Members)
                for (var k = 0; k < expected.Length; k++)
                    expected[k] += _play.Given[(iteration, member.PartyId)][k];

            Assert.Equal(expected, await _play.SumAsync(iteration));
            Assert.Equal(_world.Members.Select(member => member.PartyId), closed.Contributors);
            Assert.Equal(closed.Contributors, closed.Active);
            Assert.Equal(_world.Terms.Threshold, closed.Shares.Count);
        }
    }

    [Fact]
    public async Task Phases_AsEntriesArrive_FollowEachOther()
    {
        var start = _world.Ledger.Now;
        Assert.Equal((Phases.Gradient, start), await PhaseAsync());
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        Assert.Equal((Phases.Gradient, start), await PhaseAsync());
        Assert.Null((await _play.StateAsync(1)).Contributors);

        _world.Ledger.AdvanceSeconds(5);
        await _play.GiveAsync(1, _world.Members[0]);
        Assert.Equal((Phases.Aggregate, start + 5_000), await PhaseAsync());

        foreach (var member in _world.Members) await _play.AggregateAsync(1, member);
        _world.Ledger.AdvanceSeconds(5);
        await _play.ElectAsync(1);
        Assert.Equal((Phases.Share, start + 10_000), await PhaseAsync());

        foreach (var member in _world.Members) await _play.UnmaskAsync(1, member);
        _world.Ledger.AdvanceSeconds(5);
        await _play.CloseAsync(1);
        Assert.Equal(("closed", start + 15_000), await PhaseAsync());
    }

    [Fact]
    public async Task GetProgress_AsRoundsClose_FindsTheLast()
    {
        Assert.Equal(0, (await ProgressAsync()).ClosedRounds);
        await _play.IterateAsync(1);
        Assert.Equal(1, (await ProgressAsync()).ClosedRounds);
        await _play.IterateAsync(2);
        var progress = await ProgressAsync();
        Assert.Equal(2, progress.ClosedRounds);
        Assert.Equal(2, progress.LastRound!.Iteration);
        Assert.Equal(ModelStage.Training, progress.Model.Stage);
    }

    [Fact]
    public async Task ElectLeader_PaysTheLeaderNewMoney()
    {
        var leader = await _play.ToLeaderAsync(1);
        Assert.Equal(_world.Policy.LeaderReward, leader.Reward);
        var postings = _world.Ledger.State.Range(Keys.Postings(AccountName.Party(leader.Leader)).Start, Keys.Postings(AccountName.Party(leader.Leader)).End);
        Assert.Single(postings, row => CanonicalJson.Decode<Posting>(row.Value.Bytes).Event == PaymentEvent.LeaderReward);
    }

    [Fact]
    public async Task CloseRound_Beacon_IsTheSameWithAnyShares()
    {
        await _play.ToLeaderAsync(1);
        foreach (var member in _world.Members) await _play.UnmaskAsync(1, member);
        var first = await _world.Ledger.EndorseAsync(_world.Members[0], Names.Contract, Names.CloseRound, new RoundReference(TrainingWorld.Fid, 1));
        var beacon = first.Answer<RoundRecord>().Beacon;

        var leader = (await _play.StateAsync(1)).Leader!;
        var shares = (await _play.StateAsync(1)).Shares.Select((share, place) => (share, place)).Skip(1)
            .ToDictionary(item => item.place + 1, item => new ReadOnlyMemory<byte>(item.share.BeaconShare));
        var opened = _play.Beacons.Combine(leader.BeaconAggregate, shares);
        Assert.Equal(beacon, Convert.ToHexStringLower(opened.Sums[0].ToByteArray(isUnsigned: true, isBigEndian: true)));
    }

    [Fact]
    public async Task Submissions_OfMembersInOneBlock_DoNotCollide()
    {
        var endorsements = new List<Endorsement>();
        foreach (var member in _world.Members)
        {
            var (request, payload) = _play.Gradient(1, member);
            endorsements.Add(await _world.Ledger.EndorseAsync(member, Names.Contract, Names.SubmitGradient, request, payload));
        }

        Assert.All(_world.Ledger.Commit([.. endorsements]), code => Assert.Equal(ValidationCode.Valid, code));
        endorsements.Clear();
        var aggregate = await _play.AggregateOfAsync(1);
        foreach (var node in _world.Members.Append(_world.Node))
            endorsements.Add(await _world.Ledger.EndorseAsync(node, Names.Contract, Names.SubmitAggregate, _play.Commitment(1, node, aggregate)));
        Assert.All(_world.Ledger.Commit([.. endorsements]), code => Assert.Equal(ValidationCode.Valid, code));
        await _play.ElectAsync(1);
        endorsements.Clear();
        foreach (var member in _world.Members)
        {
            var (request, payload) = await _play.ShareAsync(1, member);
            endorsements.Add(await _world.Ledger.EndorseAsync(member, Names.Contract, Names.SubmitShare, request, payload));
        }

        Assert.All(_world.Ledger.Commit([.. endorsements]), code => Assert.Equal(ValidationCode.Valid, code));
    }

    [Fact]
    public async Task GetRound_RightAfterTheClose_IsWhatTheCloseSays()
    {
        var closed = await _play.IterateAsync(1);
        Assert.Equal(CanonicalJson.Encode(RoundState.Begun(closed)), CanonicalJson.Encode(await _play.StateAsync(2)));
    }

    [Fact]
    public async Task Events_OfAnIteration_NameIterationAndAuthor()
    {
        await _play.IterateAsync(1);
        string[] expected =
        [
            .. Enumerable.Repeat("training.SubmitGradient", 4), .. Enumerable.Repeat("training.SubmitAggregate", 4), "training.ElectLeader",
            .. Enumerable.Repeat("training.SubmitShare", 3), "training.CloseRound",
        ];
        Assert.Equal(expected, _world.Ledger.Events.Select(item => item.Name));
        var last = _world.Ledger.LastEvent<Core.Events.LedgerEvent>("training.CloseRound");
        Assert.Equal(new Core.Events.LedgerEvent(TrainingWorld.Fid, 1, _world.Members[^1].PartyId), last);
    }

    private async Task<(string, long)> PhaseAsync()
    {
        var state = await _play.StateAsync(1);
        return (state.Phase, state.PhaseSince);
    }

    private Task<Progress> ProgressAsync() =>
        _world.Ledger.EvaluateAsync<Progress>(_world.Stranger, Names.Contract, Names.GetProgress, new ModelReference(TrainingWorld.Fid));
}
