using FLChain.Chaincode.Tests.Market;
using FLChain.Cryptography.Envelopes;
using Contract = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Chaincode.Tests.Incentive;

/// <summary>Disputes of deliveries, and what a wrong one costs.</summary>
public sealed partial class SaleTests
{
    [Fact]
    public async Task Dispute_OtherKeySealed_GivesThePriceBack()
    {
        var refunded = await DisputeAsync(await DeliveredAsync(Seal([.. ModelKey[..^1], 0])));
        Assert.Equal((PurchaseState.Refunded, "wrong-key"), (refunded.State, refunded.Outcome));
        Assert.Equal(10_000, await _world.BalanceAsync(_world.Buyer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Dispute_EnvelopeThatDoesNotOpen_GivesThePriceBack(int kind)
    {
        Func<PurchaseRecord, byte[]>[] make = [_ => [1, 2, 3], SealForAnother, SealInAnotherContext, Altered];
        Assert.Equal("wrong-key", (await DisputeAsync(await DeliveredAsync(make[kind]))).Outcome);
        Assert.Equal(10_000, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task Dispute_WrongKey_CostsTheDelivererItsDepositAndNobodyElseAnything()
    {
        var held = await _world.BalanceAsync(AccountName.Public);
        var before = await BalancesAsync();
        var second = await DeliveredAsync(_ => [9]);
        var first = await DeliveredAsync(_ => [9]);
        await DisputeAsync(first);
        var deliverer = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(_world.Trainers[0].PartyId))!;
        Assert.Equal((TrainerStatus.Unqualified, 1), (deliverer.Status, deliverer.Evidence.Faults));
        Assert.Empty(deliverer.Engagements);
        Assert.Equal(0, (await _world.AccountAsync(AccountName.Party(deliverer.DpId))).Deposit);
        var fault = _world.Ledger.Read<FaultRecord>(Keys.Fault(Fid, 0, FaultKind.WrongDeliveryKey, deliverer.DpId))!;
        Assert.Equal((MarketWorld.Policy.RegistrationDeposit, 0L, 0L, false), (fault.Confiscated, fault.Reward, fault.Compensation, fault.Halted));

        // Its other delivery is as bad: the buyer gets that price back too, and there is nothing more to take.
        Assert.Equal("wrong-key", (await DisputeAsync(second)).Outcome);
        Assert.Equal(10_000, await _world.BalanceAsync(_world.Buyer));
        Assert.Equal(held + MarketWorld.Policy.RegistrationDeposit, await _world.BalanceAsync(AccountName.Public));
        Assert.Equal(before, await BalancesAsync());

        // It delivers no more; another member still does, and the model is still for sale.
        var third = await BuyAsync();
        await RefusedAsync(ErrorCodes.Expelled, _world.Trainers[0], Contract.Deliver, new DeliverModel(Fid, third.PurchaseId, [1]));
        await _world.Ledger.SubmitAsync(_world.Trainers[1], Contract.Contract, Contract.Deliver, new DeliverModel(Fid, third.PurchaseId, Seal(ModelKey)(third)));
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.ConfirmDelivery, Reference(third));
        Assert.Equal(before[0], (await BalancesAsync())[0]);
    }

    [Fact]
    public async Task Dispute_GoodDelivery_IsPaidAllTheSame()
    {
        var purchase = await DeliveredAsync();
        var before = await BalancesAsync();
        var settled = await DisputeAsync(purchase);
        Assert.Equal((PurchaseState.Settled, "false-dispute"), (settled.State, settled.Outcome));
        Assert.Equal(before.Select(balance => balance + 83), await BalancesAsync());
        Assert.Equal(9_000, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task Dispute_RevealedKeyIsNotThePurchases_IsRefused()
    {
        var purchase = await DeliveredAsync();
        using var other = EnvelopeKey.Generate();
        foreach (var scalar in new[] { other.ExportPrivateScalar(), new byte[32], [], new byte[31], [.. Enumerable.Repeat((byte)0xff, 32)] })
            await RefusedAsync(ErrorCodes.WrongRevealedKey, _world.Buyer, Contract.Dispute, new DisputeDelivery(Fid, purchase.PurchaseId, scalar));
    }

    [Fact]
    public async Task Dispute_WrongCallerStateOrTime_IsRefused()
    {
        var purchase = await BuyAsync();
        var dispute = new DisputeDelivery(Fid, purchase.PurchaseId, _buyerKey.ExportPrivateScalar());
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Contract.Dispute, dispute);
        await DeliverAsync(purchase);
        await RefusedAsync(ErrorCodes.NotBuyer, _world.Trainers[0], Contract.Dispute, dispute);
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.ConfirmationSeconds + 1);
        await RefusedAsync(ErrorCodes.WrongPurchaseState, _world.Buyer, Contract.Dispute, dispute);
    }
}
