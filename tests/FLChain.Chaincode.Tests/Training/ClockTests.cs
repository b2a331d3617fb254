using FLChain.Chaincode.Tests.Market;
using FLChain.Chaincode.Tests.Misbehavior;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>
/// Who may choose the time of its transactions, within what the services take: up to the policy's skew ahead, and minutes
/// behind. Neither brings anything.
/// </summary>
public sealed class ClockTests : IDisposable
{
    private const int Skew = 15;

    private readonly TrainingWorld _world = new(iterations: 3, change: policy => policy with { ClockSkewSeconds = Skew });
    private readonly Play _play;

    public ClockTests() => _play = Play.In(_world);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ExpireGradient_StampedAheadJustBeforeTheDeadline_Refused()
    {
        foreach (var member in _world.Members[1..]) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await AheadAsync(() => RefusedAsync(ErrorCodes.NotExpired, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 1, Phases.Gradient)));
        await _play.ExpireAsync(Phases.Gradient, 1, _world.Stranger);
    }

    [Fact]
    public async Task ExpireGradient_BetweenTheDeadlineAndTheSkew_AMemberMayStillGive()
    {
        foreach (var member in _world.Members[1..]) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds + Skew - 1);
        await _play.GiveAsync(1, _world.Members[0]);
        await RefusedAsync(ErrorCodes.NotExpired, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 1, Phases.Gradient));
    }

    [Fact]
    public async Task ElectLeader_StampedAheadJustBeforeTheDeadline_Refused()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        foreach (var member in _world.Members[1..]) await _play.AggregateAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.AggregateSeconds);
        await AheadAsync(() => RefusedAsync(ErrorCodes.WrongPhase, Names.ElectLeader, new RoundReference(TrainingWorld.Fid, 1)));
        await _play.ElectAsync(1);
    }

    [Fact]
    public async Task ExpireAggregateShareAndFinish_StampedAheadJustBeforeTheDeadline_Refused()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(3 * _world.Terms.AggregateSeconds);
        await AheadAsync(() => RefusedAsync(ErrorCodes.NotExpired, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 1, Phases.Aggregate)));
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member);
        await _play.ElectAsync(1);
        _world.Ledger.AdvanceSeconds(_world.Terms.ShareSeconds);
        await AheadAsync(() => RefusedAsync(ErrorCodes.NotExpired, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 1, Phases.Share)));
        foreach (var member in _world.Members) await _play.UnmaskAsync(1, member);
        await _play.CloseAsync(1);
        await _play.IterateAsync(2);
        await _play.IterateAsync(3);
        _world.Ledger.AdvanceSeconds(_world.Terms.FinishSeconds);
        await AheadAsync(() => RefusedAsync(ErrorCodes.NotExpired, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 0, Phases.Finish)));
    }

    [Fact]
    public async Task CloseRound_StampedInThePast_DoesNotShortenTheNextPhase()
    {
        await _play.ToLeaderAsync(1);
        _world.Ledger.AdvanceSeconds(20);
        foreach (var member in _world.Members[..3]) await _play.UnmaskAsync(1, member);
        var lastShare = _world.Ledger.Now;
        _world.Ledger.AdvanceSeconds(-300);
        await _play.CloseAsync(1, _world.Members[3]);
        Assert.Equal(lastShare, _world.Round(1).ClosedAt);
        Assert.Equal(lastShare, (await _play.StateAsync(2)).PhaseSince);
    }

    [Fact]
    public async Task ElectLeader_StampedInThePast_DoesNotShortenTheNextPhase()
    {
        foreach (var member in _world.Members) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(20);
        foreach (var member in _world.Members) await _play.AggregateAsync(1, member);
        var lastAggregate = _world.Ledger.Now;
        _world.Ledger.AdvanceSeconds(-300);
        Assert.Equal(lastAggregate, (await _play.ElectAsync(1)).At);
    }

    // By hand, since no member is expected twice: an entry that claims the future begins the next phase no earlier.
    [Fact]
    public async Task ExpireGradient_AfterAGradientFromTheFuture_BeginsThePhaseWithIt()
    {
        foreach (var member in _world.Members[1..]) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds + Skew);
        var key = Keys.Gradient(TrainingWorld.Fid, 1, _world.Members[1].PartyId);
        _world.Ledger.Place(key, _world.Ledger.Read<GradientEntry>(key)! with { At = _world.Ledger.Now + 5_000 });
        await _play.ExpireAsync(Phases.Gradient, 1);
        Assert.Equal(_world.Ledger.Now + 5_000, _world.Ledger.Read<ContributorsRecord>(Keys.Contributors(TrainingWorld.Fid, 1))!.At);
    }

    [Fact]
    public async Task Establish_StampedInThePastOrAhead_DoesNotShortenRecruitmentOrPreparation()
    {
        using var market = await MarketWorld.OpenAsync(policy: MarketWorld.Policy with { ClockSkewSeconds = Skew });
        var model = await market.PublishAsync("flm-a");
        await market.IntendAsync(market.Trainers[0], "flm-a");
        market.Ledger.Time = DateTimeOffset.FromUnixTimeMilliseconds(model.RecruitUntil + (Skew * 1000) - 1);
        await market.Ledger.RefusedAsync(ErrorCodes.NothingToEstablish, market.Buyer, TransactionNames.Federation.Contract, TransactionNames.Federation.Establish);
        market.Ledger.AdvanceSeconds(-60);
        foreach (var trainer in market.Trainers[1..]) await market.IntendAsync(trainer, "flm-a");
        var lastIntention = market.Ledger.Now;
        market.Ledger.AdvanceSeconds(-300);
        Assert.Equal(lastIntention, Assert.Single(await market.EstablishAsync()).StageSince);
    }

    [Fact]
    public async Task Settle_StampedAheadJustBeforeTheDeadlineOfADelivery_Refused()
    {
        using var market = await MarketWorld.OpenAsync(policy: MarketWorld.Policy with { ClockSkewSeconds = Skew });
        await market.PutOnSaleAsync("flm-a", [1, 2, 3]);
        await market.MintAsync(market.Buyer, 10_000);
        var purchase = await market.Ledger.SubmitAsync<PurchaseRecord>(
            market.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase, new PurchaseModel("flm-a", MarketWorld.PublicKey, 1_000));
        market.Ledger.AdvanceSeconds(MarketWorld.Policy.DeliverySeconds + Skew);
        var reference = new PurchaseReference("flm-a", purchase.PurchaseId);
        await market.Ledger.RefusedAsync(ErrorCodes.NotExpired, market.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Settle, reference);
        market.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await market.Ledger.SubmitAsync(market.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Settle, reference);
    }

    [Fact]
    public async Task SettleChallenge_StampedAheadJustBeforeTheDeadline_RefusedAndTheAccusedAnswers()
    {
        using var lab = new Lab(policy => policy with { ClockSkewSeconds = Skew });
        await lab.Play.ToLeaderAsync(1);
        await lab.Play.UnmaskAsync(1, lab.Cheat);
        var challenge = await lab.ReportAsync(lab.Partner, lab.Accusing(FaultKind.IncorrectShare, opening: new byte[32]));
        lab.Ledger.AdvanceSeconds(lab.Policy.OpeningSeconds + Skew);
        await lab.RefusedAsync(ErrorCodes.NotExpired, lab.World.Stranger, TransactionNames.Misbehavior.SettleChallenge, new ReportReference(challenge.ReportId));
        lab.Ledger.AdvanceSeconds(-Skew);
        await lab.Ledger.SubmitAsync(
            lab.Cheat, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Answer, new AnswerChallenge(challenge.ReportId, lab.Play.ShareKeyOf(1, lab.Cheat)));
    }

    [Fact]
    public async Task ExpireDispute_StampedAheadJustBeforeTheDeadline_Refused()
    {
        using var lab = new Lab(policy => policy with { ClockSkewSeconds = Skew });
        await lab.ToAbsurdSumAsync(lab.Cheat);
        var (request, payload) = lab.DisputeOfTheFirst();
        await lab.Ledger.SubmitAsync(lab.Partner, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.OpenDispute, request, payload);
        lab.Ledger.AdvanceSeconds(lab.Policy.OpeningSeconds + Skew);
        await lab.RefusedAsync(ErrorCodes.NotExpired, lab.World.Stranger, TransactionNames.Misbehavior.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));
    }

    [Fact]
    public async Task SettleJudgment_StampedAheadJustBeforeTheDeadline_Refused()
    {
        using var court = await Court.OpenAsync();
        await court.World.SetPolicyAsync(court.Policy with { ClockSkewSeconds = Skew });
        var accusation = await court.AccuseAsync();
        court.Ledger.AdvanceSeconds(court.Policy.JudgmentSeconds + Skew);
        var reference = new ReportReference(accusation.ReportId);
        await court.Ledger.RefusedAsync(ErrorCodes.NotExpired, court.Reporter, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.SettleJudgment, reference);
        court.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await court.Ledger.SubmitAsync(court.Reporter, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.SettleJudgment, reference);
    }

    // A member keeps its deposit where it is for the whole time of liability, whatever time it claims.
    [Fact]
    public async Task Withdraw_StampedAheadJustBeforeTheEndOfLiability_Refused()
    {
        using var market = await MarketWorld.OpenAsync(policy: MarketWorld.Policy with { ClockSkewSeconds = Skew });
        await market.PutOnSaleAsync("flm-a", [1, 2, 3]);
        market.Ledger.AdvanceSeconds(MarketWorld.Policy.LiabilitySeconds + Skew - 1);
        var all = new MoveDeposit(MarketWorld.Policy.RegistrationDeposit);
        await market.Ledger.RefusedAsync(ErrorCodes.DepositFrozen, market.Trainers[0], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, all);
        market.Ledger.AdvanceSeconds(1);
        await market.Ledger.SubmitAsync(market.Trainers[0], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, all);
    }

    // One millisecond short of what the skew lets a client claim; the clock then stands where the deadline counts.
    private async Task AheadAsync(Func<Task> act)
    {
        _world.Ledger.Advance(TimeSpan.FromMilliseconds((Skew * 1000) - 1));
        await act();
        _world.Ledger.Advance(TimeSpan.FromMilliseconds(1));
    }

    private Task<string> RefusedAsync(string code, string transaction, object request) => _play.RefusedAsync(code, _world.Stranger, transaction, request);
}
