using FLChain.Core;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Market;

/// <summary>Members that deliver a wrong key. Each loses its deposit and its place, so the federation is theirs alone.</summary>
public sealed class WrongDeliveryTests(FinishedFederation federation) : IClassFixture<FinishedFederation>
{
    private TestFederation World => federation.World;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task WrongKeyDelivered_TheBuyerDisputesAndIsRefundedAndTheDelivererPunished(int member, bool sealedProperly)
    {
        var buyer = await World.BuyerAsync();
        var before = await World.BalanceAsync(buyer.PartyId);
        var purchase = await buyer.PurchaseAsync(FederationShape.Fid, 10_000, Stop);
        var context = EnvelopeContexts.Delivery(purchase.Fid, purchase.PurchaseId);
        var envelope = sealedProperly ? SealedEnvelope.Seal(purchase.BuyerKey, context, new byte[32]) : [1, 2, 3];
        await World.LedgerOf(World.Members[member].OptionsFile).SubmitAsync(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver, new DeliverModel(purchase.Fid, purchase.PurchaseId, envelope), null, Stop);

        Assert.Null(await buyer.ReceiveAsync(purchase, Stop));
        var ended = await World.Ledger.PurchaseAsync(purchase.Fid, purchase.PurchaseId, Stop);
        Assert.Equal((PurchaseState.Refunded, "wrong-key"), (ended.State, ended.Outcome));
        Assert.Equal(before, await World.BalanceAsync(buyer.PartyId));
        Assert.Equal(TrainerStatus.Unqualified, (await World.TrainerAsync(World.Members[member].DpId)).Status);
        await World.AssertConservedAsync();
    }
}
