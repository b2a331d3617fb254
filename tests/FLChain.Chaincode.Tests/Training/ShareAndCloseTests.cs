using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class ShareAndCloseTests : IDisposable
{
    private readonly TrainingWorld _world = new();
    private readonly Play _play;

    public ShareAndCloseTests() => _play = Play.In(_world);

    private RoundReference FirstRound { get; } = new(TrainingWorld.Fid, 1);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task SubmitShare_BeforeTheLeader_Refused()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        await ShareRefusedAsync(ErrorCodes.WrongPhase, _world.Members[0], new SubmitShare(TrainingWorld.Fid, 1, Naming.Digest([1]), [1]), [1]);
    }

    [Fact]
    public async Task SubmitShare_NoMember_Refused()
    {
        await _play.ToLeaderAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        await ShareRefusedAsync(ErrorCodes.NotMember, _world.Node, request, payload);
    }

    [Fact]
    public async Task SubmitShare_Twice_Refused()
    {
        await _play.ToLeaderAsync(1);
        await _play.UnmaskAsync(1, _world.Members[0]);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        await ShareRefusedAsync(ErrorCodes.AlreadySubmitted, _world.Members[0], request, payload);
    }

    [Fact]
    public async Task SubmitShare_AfterTheRoundClosed_AcceptedUntilTheNextLeader()
    {
        await _play.IterateAsync(1);
        foreach (var member in _world.Members) await _play.GiveAsync(2, member);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[3]);
        await _play.SubmitAsync(_world.Members[3], Names.SubmitShare, request, payload);

        var state = await _play.StateAsync(1);
        Assert.Equal(4, state.Shares.Count);
        Assert.Equal(_world.Members.Take(3).Select(member => member.PartyId), state.Closed!.Shares);
        await ShareRefusedAsync(ErrorCodes.AlreadySubmitted, _world.Members[3], request, payload);
    }

    [Fact]
    public async Task SubmitShare_AfterTheNextLeader_Refused()
    {
        await _play.IterateAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[3]);
        await _play.ToLeaderAsync(2);
        await ShareRefusedAsync(ErrorCodes.WrongIteration, _world.Members[3], request, payload);
    }

    [Fact]
    public async Task SubmitShare_AfterTheLastRoundClosed_Accepted()
    {
        await _play.IterateAsync(1);
        await _play.IterateAsync(2);
        await _play.UnmaskAsync(2, _world.Members[3]);
        Assert.Equal(4, (await _play.StateAsync(2)).Shares.Count);
    }

    [Fact]
    public async Task SubmitShare_WhileTheNextLeaderIsDrawn_Conflicts()
    {
        await _play.IterateAsync(1);
        foreach (var member in _world.Members) await _play.GiveAsync(2, member);
        foreach (var member in _world.Members) await _play.AggregateAsync(2, member);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[3]);
        var draw = await _world.Ledger.EndorseAsync(_world.Members[0], Names.Contract, Names.ElectLeader, new RoundReference(TrainingWorld.Fid, 2));
        var share = await _world.Ledger.EndorseAsync(_world.Members[3], Names.Contract, Names.SubmitShare, request, payload);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(draw, share));
    }

    [Fact]
    public async Task SubmitShare_BeaconShareOfAPartner_Refused()
    {
        await _play.ToLeaderAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        var (other, _) = await _play.ShareAsync(1, _world.Members[1]);
        await ShareRefusedAsync(ErrorCodes.BadProof, _world.Members[0], request with { BeaconShare = other.BeaconShare }, payload);
    }

    [Fact]
    public async Task SubmitShare_BeaconShareAltered_Refused()
    {
        await _play.ToLeaderAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        for (var place = request.BeaconShare.Length - 1; place >= 0; place -= 50)
        {
            byte[] altered = [.. request.BeaconShare];
            altered[place] ^= 1;
            await ShareRefusedAsync(ErrorCodes.BadProof, _world.Members[0], request with { BeaconShare = altered }, payload);
        }

        await ShareRefusedAsync(ErrorCodes.BadProof, _world.Members[0], request with { BeaconShare = [] }, payload);
    }

    [Fact]
    public async Task SubmitShare_BeaconShareProvedForAnotherContext_Refused()
    {
        await _play.ToLeaderAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        var leader = _world.Ledger.Read<LeaderEntry>(Keys.Leader(TrainingWorld.Fid, 1))!;
        foreach (var context in new[] { _play.ContextOf(Phases.Share, 1, _world.Members[0]), _play.ContextOf(Phases.BeaconShare, 2, _world.Members[0]) })
        {
            var share = _play.Beacons.ComputeShare(context, _world.Key.Shares[0], leader.BeaconAggregate, TestContext.Current.CancellationToken);
            await ShareRefusedAsync(ErrorCodes.BadProof, _world.Members[0], request with { BeaconShare = share }, payload);
        }
    }

    [Fact]
    public async Task SubmitShare_PayloadMissingOtherOrTooLong_Refused()
    {
        await _play.ToLeaderAsync(1);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[0]);
        await ShareRefusedAsync(ErrorCodes.BadPayload, _world.Members[0], request, null);
        await ShareRefusedAsync(ErrorCodes.BadPayload, _world.Members[0], request, [.. payload, 0]);
        var padded = new byte[64 * 1024];
        await ShareRefusedAsync(ErrorCodes.BadPayload, _world.Members[0], request with { Digest = Naming.Digest(padded) }, padded);
    }

    [Fact]
    public async Task SubmitShare_MemberThatGaveNoGradient_MayStillHelp()
    {
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, 1);
        foreach (var member in _world.Members.Skip(1)) await _play.AggregateAsync(1, member);
        await _play.ElectAsync(1);
        foreach (var member in _world.Members.Take(3)) await _play.UnmaskAsync(1, member);
        var closed = await _play.CloseAsync(1);
        Assert.Contains(_world.Members[0].PartyId, closed.Shares);
        Assert.DoesNotContain(_world.Members[0].PartyId, closed.Active);
    }

    [Fact]
    public async Task CloseRound_BeforeTheLeader_Refused() => await CloseRefusedAsync(ErrorCodes.WrongPhase);

    [Fact]
    public async Task CloseRound_TooFewShares_Refused()
    {
        await _play.ToLeaderAsync(1);
        await CloseRefusedAsync(ErrorCodes.TooFewShares);
        await _play.UnmaskAsync(1, _world.Members[3]);
        await _play.UnmaskAsync(1, _world.Members[1]);
        await CloseRefusedAsync(ErrorCodes.TooFewShares);
        await _play.UnmaskAsync(1, _world.Members[2]);
        var closed = await _play.CloseAsync(1, _world.Stranger);
        Assert.Equal(_world.Members.Skip(1).Select(member => member.PartyId), closed.Shares);
    }

    [Fact]
    public async Task CloseRound_Twice_Refused()
    {
        await _play.IterateAsync(1);
        await CloseRefusedAsync(ErrorCodes.WrongIteration);
    }

    [Fact]
    public async Task CloseRound_WhileAShareArrives_Conflicts()
    {
        await _play.ToLeaderAsync(1);
        foreach (var member in _world.Members.Take(3)) await _play.UnmaskAsync(1, member);
        var (request, payload) = await _play.ShareAsync(1, _world.Members[3]);
        var share = await _world.Ledger.EndorseAsync(_world.Members[3], Names.Contract, Names.SubmitShare, request, payload);
        var close = await _world.Ledger.EndorseAsync(_world.Members[0], Names.Contract, Names.CloseRound, FirstRound);
        Assert.Equal([ValidationCode.Valid, ValidationCode.PhantomReadConflict], _world.Ledger.Commit(share, close));
        await _play.CloseAsync(1);
    }

    [Theory]
    [InlineData("gradient", "", ErrorCodes.BadArgument)]
    [InlineData("beacon", null, ErrorCodes.BadArgument)]
    [InlineData("gradient", "documented", ErrorCodes.BadArgument)]
    [InlineData("aggregate", "documented", ErrorCodes.NoPayload)]
    [InlineData("aggregate", null, ErrorCodes.BadArgument)]
    [InlineData("share", null, ErrorCodes.NoPayload)]
    public async Task GetPayload_NotThere_Refused(string phase, string? author, string code) =>
        await _play.RefusedAsync(code, _world.Stranger, Names.GetPayload, new PayloadReference(TrainingWorld.Fid, 1, phase, author ?? _world.Members[0].PartyId));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GetRound_NotBegun_Refused(int iteration) =>
        await _play.RefusedAsync(ErrorCodes.WrongIteration, _world.Stranger, Names.GetRound, new RoundReference(TrainingWorld.Fid, iteration));

    private Task<string> ShareRefusedAsync(string code, TestIdentity caller, SubmitShare request, byte[]? payload) =>
        _play.RefusedAsync(code, caller, Names.SubmitShare, request, payload);

    private Task<string> CloseRefusedAsync(string code) => _play.RefusedAsync(code, _world.Members[0], Names.CloseRound, FirstRound);
}
