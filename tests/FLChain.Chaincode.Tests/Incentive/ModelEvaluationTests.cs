using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using FLChain.Core.Reliability;
using Contract = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Chaincode.Tests.Incentive;

public sealed class ModelEvaluationTests : IAsyncLifetime
{
    private const string Fid = "flm-a";

    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(3);
        await _world.PutOnSaleAsync(Fid, new byte[32]);
        await _world.MintAsync(_world.Buyer, 100_000);
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task EvaluateModel_SettledPurchase_WaitsToBeApplied()
    {
        var purchase = await SettledAsync();
        await RateAsync(purchase, 900_000);
        Assert.Equal(900_000, _world.Ledger.Read<ModelRating>(Keys.ModelRating(Fid, purchase.PurchaseId))!.Rating);
        Assert.True(_world.Ledger.Read<PurchaseRecord>(Keys.Purchase(Fid, purchase.PurchaseId))!.Rated);
        Assert.Equal(MarketWorld.Policy.InitialReliability, Trainer(0).Rely);
        Assert.Equal(purchase.PurchaseId, _world.Ledger.LastEvent<LedgerEvent>("incentive.EvaluateModel").Reference);
    }

    [Fact]
    public async Task EvaluateModel_AgainOrByAnotherOrTooEarly_IsRefused()
    {
        var paid = await BuyAsync();
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Rating(paid, 1));
        var purchase = await SettledAsync();
        await RefusedAsync(ErrorCodes.NotBuyer, _world.Trainers[0], Rating(purchase, 1));
        await RateAsync(purchase, 1);
        await RefusedAsync(ErrorCodes.AlreadyRated, _world.Buyer, Rating(purchase, 1));
    }

    [Fact]
    public async Task EvaluateModel_RefundedPurchase_IsRefused()
    {
        var purchase = await BuyAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.DeliverySeconds + 1);
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.Settle, new PurchaseReference(Fid, purchase.PurchaseId));
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Rating(purchase, 1));
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(1_000_001, "")]
    [InlineData(1, "line\nbreak")]
    public async Task EvaluateModel_Malformed_IsRefused(int rating, string comment)
    {
        var purchase = await SettledAsync();
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new EvaluateModel(Fid, purchase.PurchaseId, rating, comment));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new EvaluateModel(Fid, purchase.PurchaseId, 1, new string('x', 501)));
    }

    [Fact]
    public async Task ApplyEvaluations_OneVoiceForEachBuyer_MovesEveryMembersReliability()
    {
        await RateAsync(await SettledAsync(), 1_000_000);
        await RateAsync(await SettledAsync(), 400_000);
        RateAsOtherBuyer(200_000);
        var before = Trainer(1);
        await ApplyAsync();

        var after = Trainer(1);

        // The one buyer's two ratings are one voice, 700,000; with the other's 200,000 the mean is 450,000, one rating.
        Assert.Equal(Evidence.None.With(450_000, MarketWorld.Policy.ReliabilityMemory), after.Evidence);
        Assert.Equal((5_000_000 + 450_000) / 11, after.Rely);
        Assert.Equal((before.Version + 1, before.Tx), (after.Version, after.PreviousTx));
        Assert.All([0, 2], place => Assert.Equal(after.Rely, Trainer(place).Rely));
        Assert.Empty(Waiting());
        Assert.Equal(_world.Ledger.Now, _world.Ledger.Read<ModelRecord>(Keys.Model(Fid))!.RatedUntil);
    }

    [Fact]
    public async Task ApplyEvaluations_WithinTheInterval_IsRefused()
    {
        await RateAsync(await SettledAsync(), 1);
        await ApplyAsync();
        await RateAsync(await SettledAsync(), 1);
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.EvaluationSeconds - 1);
        await ApplyRefusedAsync(ErrorCodes.NothingToApply, Fid);
        _world.Ledger.AdvanceSeconds(1);
        await ApplyAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.EvaluationSeconds);
        await ApplyRefusedAsync(ErrorCodes.NothingToApply, Fid);
    }

    [Fact]
    public async Task ApplyEvaluations_MoreThanOneBatch_FollowAtOnce()
    {
        for (var i = 0; i < 101; i++)
            _world.Seed(Keys.ModelRating(Fid, $"{i:x64}"), new ModelRating(_world.Buyer.PartyId, 500_000, string.Empty, _world.Ledger.Now));
        await ApplyAsync();
        Assert.Equal((1, 1), (Trainer(0).Evidence.Count, Waiting().Count()));
        await ApplyAsync();
        Assert.Equal((2, 0), (Trainer(0).Evidence.Count, Waiting().Count()));
        await ApplyRefusedAsync(ErrorCodes.NothingToApply, Fid);
    }

    [Fact]
    public async Task ApplyEvaluations_UnknownModel_IsRefused() => await ApplyRefusedAsync(ErrorCodes.NoModel, "flm-none");

    [Fact]
    public async Task ApplyEvaluations_TwiceAtOnce_CountsOnce()
    {
        await RateAsync(await SettledAsync(), 1);
        var first = await _world.Ledger.EndorseAsync(_world.Buyer, Contract.Contract, Contract.ApplyEvaluations, new ModelReference(Fid));
        var second = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.ApplyEvaluations, new ModelReference(Fid));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
        Assert.Equal(1, Trainer(0).Evidence.Count);
    }

    private Task<PurchaseRecord> BuyAsync() =>
        _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Buyer, Contract.Contract, Contract.Purchase, new PurchaseModel(Fid, MarketWorld.PublicKey, 1_000));

    private async Task<PurchaseRecord> SettledAsync()
    {
        var purchase = await BuyAsync();
        await _world.Ledger.SubmitAsync(_world.Trainers[0], Contract.Contract, Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [1]));
        return await _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, new PurchaseReference(Fid, purchase.PurchaseId));
    }

    private static EvaluateModel Rating(PurchaseRecord purchase, int rating) => new(Fid, purchase.PurchaseId, rating, "as promised");

    private Task<Endorsement> RateAsync(PurchaseRecord purchase, int rating) =>
        _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.EvaluateModel, Rating(purchase, rating));

    private void RateAsOtherBuyer(int rating) =>
        _world.Seed(Keys.ModelRating(Fid, $"{7:x64}"), new ModelRating(_world.Authority.PartyId, rating, string.Empty, _world.Ledger.Now));

    private Task<Endorsement> ApplyAsync() =>
        _world.Ledger.SubmitAsync(_world.Authority, Contract.Contract, Contract.ApplyEvaluations, new ModelReference(Fid));

    private async Task ApplyRefusedAsync(string code, string fid) =>
        await _world.Ledger.RefusedAsync(code, _world.Authority, Contract.Contract, Contract.ApplyEvaluations, new ModelReference(fid));

    private async Task RefusedAsync(string code, TestIdentity caller, EvaluateModel request) =>
        await _world.Ledger.RefusedAsync(code, caller, Contract.Contract, Contract.EvaluateModel, request);

    private TrainerRecord Trainer(int place) => _world.Ledger.Read<TrainerRecord>(Keys.Trainer(_world.Trainers[place].PartyId))!;

    private IEnumerable<string> Waiting()
    {
        var range = Keys.ModelRatings(Fid);
        return _world.Ledger.State.Range(range.Start, range.End).Select(row => row.Key);
    }
}
