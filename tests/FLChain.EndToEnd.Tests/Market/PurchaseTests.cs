using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Market;

/// <summary>Purchases of a finished model: delivered, disputed, forgotten.</summary>
public sealed class PurchaseTests(FinishedFederation federation) : IClassFixture<FinishedFederation>
{
    private TestFederation World => federation.World;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoBuyers_EachReceivesTheModelAndTheTrainersArePaid()
    {
        var (one, two) = (await World.BuyerAsync(), await World.SecondBuyerAsync());
        var model = Assert.Single(await one.OnSaleAsync(Stop));
        var before = new[] { await World.BalanceAsync(one.PartyId), await World.BalanceAsync(two.PartyId), await EarningsAsync() };
        await using var selling = new Selling(World.Members);
        var purchases = await Task.WhenAll(one.PurchaseAsync(model.Fid, model.Price, Stop), two.PurchaseAsync(model.Fid, model.Price, Stop));
        var bought = await Task.WhenAll(one.ReceiveAsync(purchases[0], Stop), two.ReceiveAsync(purchases[1], Stop));

        Assert.All(bought, received =>
        {
            Assert.Equal(World.Members[0].File, received!.File);
            Assert.Equal((PurchaseState.Settled, "confirmed"), (received.Purchase.State, received.Purchase.Outcome));
        });
        Assert.Equal(before[0] - model.Price, await World.BalanceAsync(one.PartyId));
        Assert.Equal(before[1] - model.Price, await World.BalanceAsync(two.PartyId));
        Assert.Equal(before[2] + 2 * await ProfitAsync(model), await EarningsAsync());
        await one.EvaluateAsync(bought[0]!.Purchase, 900_000, "as described", Stop);
        await one.EvaluateAsync(bought[0]!.Purchase, 900_000, "as described", Stop);
        Assert.True(Assert.Single(await one.PurchasesAsync(Stop), purchase => purchase.PurchaseId == purchases[0].PurchaseId).Rated);
        await World.AssertConservedAsync();
    }

    [Fact]
    public async Task ManyPurchases_TheMembersTakeTurns()
    {
        var buyer = await World.BuyerAsync();
        var deliverers = new HashSet<string>();
        await using var selling = new Selling(World.Members);
        // Each of three members is first with equal chance: twenty times the same one is out of the question.
        for (var made = 0; made < 20 && deliverers.Count < 2; made++)
        {
            await World.Authority.MintAsync(buyer.PartyId, 10_000, $"turns-{made}", Stop);
            var purchase = await buyer.PurchaseAsync(FederationShape.Fid, 10_000, Stop);
            deliverers.Add((await buyer.ReceiveAsync(purchase, Stop))!.Purchase.Deliverer);
        }

        Assert.Equal(2, deliverers.Count);
    }

    [Fact]
    public async Task OneSellerOnly_StepsInForTheOthers()
    {
        var buyer = await World.BuyerAsync();
        await World.Authority.MintAsync(buyer.PartyId, 30_000, "one-seller", Stop);
        await using var selling = new Selling([World.Members[1]]);
        for (var made = 0; made < 3; made++)
        {
            var purchase = await buyer.PurchaseAsync(FederationShape.Fid, 10_000, Stop);
            Assert.Equal(World.Members[1].DpId, (await buyer.ReceiveAsync(purchase, Stop))!.Purchase.Deliverer);
        }
    }

    [Fact]
    public async Task RightKeyDisputed_TheBuyerPaysAllTheSame()
    {
        var buyer = await World.BuyerAsync();
        var before = await World.BalanceAsync(buyer.PartyId);
        var purchase = await buyer.PurchaseAsync(FederationShape.Fid, 10_000, Stop);
        var key = ModelVault.DeriveKey(World.Members[0].Weights, purchase.Fid);
        await DeliverAsync(World.Members[0], purchase, SealedEnvelope.Seal(purchase.BuyerKey, EnvelopeContexts.Delivery(purchase.Fid, purchase.PurchaseId), key));

        var options = TestMember.Options(World.Consortium.Files.Buyer);
        using var oneTime = EnvelopeKey.LoadPem(Path.Combine(options.StateDirectory, "purchases", Naming.PartyId(purchase.BuyerKey) + ".pem"));
        var ended = await World.LedgerOf(World.Consortium.Files.Buyer).SubmitAsync<PurchaseRecord>(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Dispute,
            new DisputeDelivery(purchase.Fid, purchase.PurchaseId, oneTime.ExportPrivateScalar()), null, Stop);
        Assert.Equal((PurchaseState.Settled, "false-dispute"), (ended.State, ended.Outcome));
        Assert.Equal(before - purchase.Price, await World.BalanceAsync(buyer.PartyId));
        await World.AssertConservedAsync();
    }

    [Fact]
    public async Task NothingDelivered_RefundedAfterTheDeadline()
    {
        var policy = (await World.Authority.PolicyAsync(Stop))!;
        await World.Authority.SetPolicyAsync(policy with { DeliverySeconds = 1 }, Stop);
        var buyer = await World.BuyerAsync();
        var before = await World.BalanceAsync(buyer.PartyId);
        var purchase = await buyer.PurchaseAsync(FederationShape.Fid, 10_000, Stop);
        await World.Authority.SetPolicyAsync(policy, Stop);

        Assert.Null(await buyer.ReceiveAsync(purchase, Stop));
        var ended = await World.Ledger.PurchaseAsync(purchase.Fid, purchase.PurchaseId, Stop);
        Assert.Equal((PurchaseState.Refunded, "undelivered"), (ended.State, ended.Outcome));
        Assert.Equal(before, await World.BalanceAsync(buyer.PartyId));
        var late = await Assert.ThrowsAsync<LedgerException>(() => DeliverAsync(World.Members[0], purchase, [1]));
        Assert.True(late.Is(ErrorCodes.WrongPurchaseState), late.Message);
    }

    [Fact]
    public async Task PriceAboveTheBuyersLimit_NothingIsPaid()
    {
        var buyer = await World.BuyerAsync();
        var before = await World.BalanceAsync(buyer.PartyId);
        var model = await World.ModelAsync();
        var refused = await Assert.ThrowsAsync<LedgerException>(() => buyer.PurchaseAsync(model.Fid, model.Price - 1, Stop));
        Assert.True(refused.Is(ErrorCodes.PriceTooHigh), refused.Message);
        Assert.Equal(before, await World.BalanceAsync(buyer.PartyId));
    }

    private Task<byte[]> DeliverAsync(TestMember member, PurchaseRecord purchase, byte[] envelope) =>
        World.LedgerOf(member.OptionsFile).SubmitAsync(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver, new DeliverModel(purchase.Fid, purchase.PurchaseId, envelope), null, Stop);

    private async Task<long> EarningsAsync()
    {
        long sum = 0;
        foreach (var member in World.Members) sum += await World.BalanceAsync(member.DpId);
        return sum;
    }

    // The paper's rule: p · RELY/N · RELY for each member, the rest stays with the federation.
    private async Task<long> ProfitAsync(ModelRecord model)
    {
        var members = new List<(int Rely, long Samples)>();
        foreach (var dpId in model.Dps)
        {
            var trainer = await World.TrainerAsync(dpId);
            members.Add((trainer.Rely, trainer.Dr.Samples));
        }

        return ProfitShares.Divide(ShareRule.Paper, model.Price, members).Sum();
    }
}
