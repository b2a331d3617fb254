using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using FLChain.Cryptography.Envelopes;
using Contract = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Chaincode.Tests.Incentive;

public sealed partial class SaleTests : IAsyncLifetime
{
    private const string Fid = "flm-a";
    private const long Price = 1_000;

    private static readonly byte[] ModelKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly EnvelopeKey _buyerKey = EnvelopeKey.Generate();
    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(3);
        await _world.PutOnSaleAsync(Fid, ModelKey, Price);
        await _world.MintAsync(_world.Buyer, 10_000);
    }

    public ValueTask DisposeAsync()
    {
        _buyerKey.Dispose();
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    private PurchaseModel Offer => new(Fid, _buyerKey.PublicKey, Price);

    [Fact]
    public async Task Purchase_OnSale_HoldsThePrice()
    {
        var held = await _world.BalanceAsync(AccountName.Public);
        var purchase = await BuyAsync();
        Assert.Equal((PurchaseState.Paid, Price, _world.Buyer.PartyId), (purchase.State, purchase.Price, purchase.Buyer));
        Assert.Equal(_world.Ledger.Now + (MarketWorld.Policy.DeliverySeconds * 1000L), purchase.Deadline);
        Assert.Equal(9_000, await _world.BalanceAsync(_world.Buyer));
        Assert.Equal(held + Price, await _world.BalanceAsync(AccountName.Public));
        Assert.Equal(new LedgerEvent(Fid: Fid, Author: _world.Buyer.PartyId, Reference: purchase.PurchaseId), _world.Ledger.LastEvent<LedgerEvent>("incentive.Purchase"));
        Assert.Equal(purchase.PurchaseId, (await FindAsync(purchase)).PurchaseId);
    }

    [Fact]
    public async Task Purchase_Again_IsAnotherPurchase()
    {
        var first = await BuyAsync();
        var second = await BuyAsync();
        Assert.NotEqual(first.PurchaseId, second.PurchaseId);
        var bought = await _world.Ledger.EvaluateAsync<Page<PurchaseRecord>>(_world.Buyer, Contract.Contract, Contract.ListBought, new PageRequest(10, Of: _world.Buyer.PartyId));
        var sold = await _world.Ledger.EvaluateAsync<Page<PurchaseRecord>>(_world.Buyer, Contract.Contract, Contract.ListPurchases, new PageRequest(10, Of: Fid));
        var ids = new[] { first.PurchaseId, second.PurchaseId }.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(ids, bought.Items.Select(purchase => purchase.PurchaseId));
        Assert.Equal(ids, sold.Items.Select(purchase => purchase.PurchaseId));
    }

    [Theory]
    [InlineData(ModelStage.Finished, ModelStatus.Unavailable)]
    [InlineData(ModelStage.Finished, ModelStatus.Problematic)]
    [InlineData(ModelStage.Halted, ModelStatus.Onsale)]
    [InlineData(ModelStage.Training, ModelStatus.Unavailable)]
    public async Task Purchase_NotOnSale_IsRefused(ModelStage stage, ModelStatus status)
    {
        var model = _world.Ledger.Read<ModelRecord>(Keys.Model(Fid))!;
        _world.Seed(Keys.Model(Fid), model with { Stage = stage, Status = status });
        await RefusedAsync(ErrorCodes.NotForSale, _world.Buyer, Contract.Purchase, Offer);
    }

    [Fact]
    public async Task Purchase_BadOffer_IsRefused()
    {
        await RefusedAsync(ErrorCodes.PriceTooHigh, _world.Buyer, Contract.Purchase, Offer with { MaxPrice = Price - 1 });
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Purchase, Offer with { BuyerKey = [4, 5] });
        await RefusedAsync(ErrorCodes.NoModel, _world.Buyer, Contract.Purchase, Offer with { Fid = "flm-none" });
        await RefusedAsync(ErrorCodes.InsufficientFunds, _world.Authority, Contract.Purchase, Offer);
    }

    [Fact]
    public async Task Deliver_ByAFinisher_StartsTheTimeForTheBuyer()
    {
        var purchase = await BuyAsync();
        _world.Ledger.AdvanceSeconds(100);
        var delivered = await DeliverAsync(purchase);
        Assert.Equal((PurchaseState.Delivered, _world.Trainers[0].PartyId), (delivered.State, delivered.Deliverer));
        Assert.Equal(_world.Ledger.Now + (MarketWorld.Policy.ConfirmationSeconds * 1000L), delivered.Deadline);
        Assert.True(_buyerKey.TryOpen(EnvelopeContexts.Delivery(Fid, purchase.PurchaseId), delivered.Envelope, out var key, out _));
        Assert.Equal(ModelKey, key);
    }

    [Fact]
    public async Task Deliver_WrongCaller_IsRefused()
    {
        var purchase = await BuyAsync();
        var request = new DeliverModel(Fid, purchase.PurchaseId, [1]);

        // The third trainer is a member but has not attested the artifact.
        Change(model => model with { Active = [.. model.Active.Take(2)] });
        await RefusedAsync(ErrorCodes.NotMember, _world.Trainers[2], Contract.Deliver, request);
        await RefusedAsync(ErrorCodes.NotMember, _world.Buyer, Contract.Deliver, request);
    }

    [Fact]
    public async Task Deliver_TwiceLateOrMalformed_IsRefused()
    {
        var purchase = await BuyAsync();
        await RefusedAsync(ErrorCodes.BadArgument, _world.Trainers[0], Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, []));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Trainers[0], Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, new byte[4_097]));
        await DeliverAsync(purchase);
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Trainers[1], Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [1]));
        var late = await BuyAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.DeliverySeconds);
        _world.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Trainers[0], Contract.Deliver, new DeliverModel(Fid, late.PurchaseId, [1]));
    }

    [Fact]
    public async Task Deliver_TwoAtOnce_SecondConflicts()
    {
        var purchase = await BuyAsync();
        var first = await _world.Ledger.EndorseAsync(_world.Trainers[0], Contract.Contract, Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [1]));
        var second = await _world.Ledger.EndorseAsync(_world.Trainers[1], Contract.Contract, Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [2]));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
    }

    [Theory]
    [InlineData("flm-a", "")]
    [InlineData("flm-a", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("no\0slug", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task GetPurchase_Unknown_IsRefused(string fid, string purchaseId) =>
        await RefusedAsync(ErrorCodes.NoPurchase, _world.Buyer, Contract.GetPurchase, new PurchaseReference(fid, purchaseId));

    [Fact]
    public async Task ConfirmDelivery_Good_PaysTheMembersByThePapersRule()
    {
        var purchase = await DeliveredAsync();
        var before = await BalancesAsync();
        var federation = await _world.BalanceAsync(AccountName.Federation(Fid));
        var settled = await _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(purchase));

        // RELY is one half for each of three: p · ½ · ½ / 3, rounded down; the rest stays with the federation.
        Assert.Equal((PurchaseState.Settled, "confirmed"), (settled.State, settled.Outcome));
        Assert.Equal(before.Select(balance => balance + 83), await BalancesAsync());
        Assert.Equal(federation + Price - 249, await _world.BalanceAsync(AccountName.Federation(Fid)));
        Assert.Equal(9_000, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task ConfirmDelivery_ContributionRule_DividesByReliabilityAndSamplesWithNothingLeft()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy with { Shares = ShareRule.Contribution });
        Change(model => model with { Samples = [1, 2, 3] });

        // What a trainer says of its samples after its federation formed changes no share.
        await _world.Ledger.SubmitAsync(
            _world.Trainers[0], TransactionNames.Registry.Contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(Dr: MarketWorld.Data with { Samples = DataResource.MaxSamples }));

        var purchase = await DeliveredAsync();
        var before = await BalancesAsync();
        var federation = await _world.BalanceAsync(AccountName.Federation(Fid));
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(purchase));

        // 1000 · 1/6, 2/6, 3/6: 166 + 333 + 500 and one left for the largest remainder.
        Assert.Equal([before[0] + 167, before[1] + 333, before[2] + 500], await BalancesAsync());
        Assert.Equal(federation, await _world.BalanceAsync(AccountName.Federation(Fid)));
    }

    [Fact]
    public async Task ConfirmDelivery_MemberThatAttestedNothing_EarnsNothing()
    {
        Change(model => model with { Active = [.. model.Active.Take(2)] });
        var purchase = await DeliveredAsync();
        var before = await BalancesAsync();
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(purchase));
        Assert.Equal([before[0] + 83, before[1] + 83, before[2]], await BalancesAsync());
    }

    [Fact]
    public async Task ConfirmDelivery_WrongCallerOrState_IsRefused()
    {
        var purchase = await BuyAsync();
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Contract.ConfirmDelivery, Reference(purchase));
        await DeliverAsync(purchase);
        await RefusedAsync(ErrorCodes.NotBuyer, _world.Trainers[0], Contract.ConfirmDelivery, Reference(purchase));
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(purchase));
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Contract.ConfirmDelivery, Reference(purchase));
    }

    [Fact]
    public async Task Settle_DeliveredAndUnanswered_PaysAfterTheDeadline()
    {
        var purchase = await DeliveredAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.ConfirmationSeconds);
        await RefusedAsync(ErrorCodes.NotExpired, _world.Trainers[1], Contract.Settle, Reference(purchase));
        _world.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        var before = await BalancesAsync();
        var settled = await _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Trainers[1], Contract.Contract, Contract.Settle, Reference(purchase));
        Assert.Equal((PurchaseState.Settled, "unanswered"), (settled.State, settled.Outcome));
        Assert.Equal(before.Select(balance => balance + 83), await BalancesAsync());
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Trainers[1], Contract.Settle, Reference(purchase));
    }

    [Fact]
    public async Task Settle_Undelivered_GivesThePriceBack()
    {
        var purchase = await BuyAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.DeliverySeconds);
        await RefusedAsync(ErrorCodes.NotExpired, _world.Trainers[0], Contract.Settle, Reference(purchase));
        _world.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        var refunded = await _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Trainers[0], Contract.Contract, Contract.Settle, Reference(purchase));
        Assert.Equal((PurchaseState.Refunded, "undelivered"), (refunded.State, refunded.Outcome));
        Assert.Equal(10_000, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task Settle_WhileTheBuyerConfirms_OnlyOneIsPaid()
    {
        var purchase = await DeliveredAsync();
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.ConfirmationSeconds + 1);
        var confirm = await _world.Ledger.EndorseAsync(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(purchase));
        var settle = await _world.Ledger.EndorseAsync(_world.Trainers[0], Contract.Contract, Contract.Settle, Reference(purchase));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(confirm, settle));
    }

    [Fact]
    public async Task Deliver_AfterTheTimeOfLiability_NeedsADepositThatStays()
    {
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.LiabilitySeconds);
        await _world.Ledger.SubmitAsync(_world.Trainers[0], Contract.Contract, Contract.Withdraw, new MoveDeposit(1));
        var purchase = await BuyAsync();
        await RefusedAsync(ErrorCodes.InsufficientFunds, _world.Trainers[0], Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [1]));
        await _world.Ledger.SubmitAsync(_world.Trainers[0], Contract.Contract, Contract.Deposit, new MoveDeposit(1));
        await DeliverAsync(purchase);
        await RefusedAsync(ErrorCodes.DepositFrozen, _world.Trainers[0], Contract.Withdraw, new MoveDeposit(1));
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.ConfirmationSeconds);
        await _world.Ledger.SubmitAsync(_world.Trainers[0], Contract.Contract, Contract.Withdraw, new MoveDeposit(MarketWorld.Policy.RegistrationDeposit));
    }

    // However often it delivers, one entry holds it, so that it never waits for more than the last buyer.
    [Fact]
    public async Task Deliver_SeveralTimes_IsOneHoldUntilTheLatest()
    {
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.LiabilitySeconds);
        await _world.MintAsync(_world.Buyer, 10_000);
        var first = await DeliverAsync(await BuyAsync());
        _world.Ledger.AdvanceSeconds(60);
        var last = await DeliverAsync(await BuyAsync());
        var holds = Keys.Holds(_world.Trainers[0].PartyId);
        Assert.Single(_world.Ledger.State.Range(holds.Start, holds.End));
        var hold = Keys.Hold(_world.Trainers[0].PartyId, Fid);
        Assert.Equal(new HoldEntry(Fid, last.Deadline), _world.Ledger.Read<HoldEntry>(hold));

        // A delivery that claims an earlier time shortens nothing.
        _world.Ledger.AdvanceSeconds(-120);
        Assert.True((await DeliverAsync(await BuyAsync())).Deadline < first.Deadline);
        Assert.Equal(last.Deadline, _world.Ledger.Read<HoldEntry>(hold)!.Until);
    }

    private Task<PurchaseRecord> BuyAsync() => _world.Ledger.SubmitAsync<PurchaseRecord>(_world.Buyer, Contract.Contract, Contract.Purchase, Offer);

    private Task<PurchaseRecord> DeliverAsync(PurchaseRecord purchase, byte[]? envelope = null) =>
        _world.Ledger.SubmitAsync<PurchaseRecord>(
            _world.Trainers[0], Contract.Contract, Contract.Deliver, new DeliverModel(Fid, purchase.PurchaseId, envelope ?? Seal(ModelKey)(purchase)));

    private async Task<PurchaseRecord> DeliveredAsync(Func<PurchaseRecord, byte[]>? envelope = null)
    {
        var purchase = await BuyAsync();
        return await DeliverAsync(purchase, (envelope ?? Seal(ModelKey))(purchase));
    }

    private void Change(Func<ModelRecord, ModelRecord> change) => _world.Seed(Keys.Model(Fid), change(_world.Ledger.Read<ModelRecord>(Keys.Model(Fid))!));

    private Func<PurchaseRecord, byte[]> Seal(byte[] key) =>
        purchase => SealedEnvelope.Seal(_buyerKey.PublicKey, EnvelopeContexts.Delivery(Fid, purchase.PurchaseId), key);

    private static byte[] SealForAnother(PurchaseRecord purchase) =>
        SealedEnvelope.Seal(MarketWorld.PublicKey, EnvelopeContexts.Delivery(Fid, purchase.PurchaseId), ModelKey);

    private byte[] SealInAnotherContext(PurchaseRecord purchase) =>
        SealedEnvelope.Seal(_buyerKey.PublicKey, EnvelopeContexts.Delivery("flm-b", purchase.PurchaseId), ModelKey);

    private byte[] Altered(PurchaseRecord purchase)
    {
        var envelope = Seal(ModelKey)(purchase);
        envelope[^1] ^= 1;
        return envelope;
    }

    private Task<PurchaseRecord> DisputeAsync(PurchaseRecord purchase) =>
        _world.Ledger.SubmitAsync<PurchaseRecord>(
            _world.Buyer, Contract.Contract, Contract.Dispute, new DisputeDelivery(Fid, purchase.PurchaseId, _buyerKey.ExportPrivateScalar()));

    private Task<PurchaseRecord> FindAsync(PurchaseRecord purchase) =>
        _world.Ledger.EvaluateAsync<PurchaseRecord>(_world.Buyer, Contract.Contract, Contract.GetPurchase, Reference(purchase));

    private static PurchaseReference Reference(PurchaseRecord purchase) => new(purchase.Fid, purchase.PurchaseId);

    private async Task<long[]> BalancesAsync()
    {
        var balances = new List<long>();
        foreach (var trainer in _world.Trainers) balances.Add(await _world.BalanceAsync(trainer));
        return [.. balances];
    }

    private async Task RefusedAsync(string code, TestIdentity caller, string transaction, object request) =>
        await _world.Ledger.RefusedAsync(code, caller, Contract.Contract, transaction, request);
}
