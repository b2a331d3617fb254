using FLChain.Chaincode.Misbehavior;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Chaincode.Incentive;

/// <summary>
/// Dispute: the buyer reveals its one-time private key and the contract opens the envelope itself. Whatever comes out is
/// public from then on: a buyer who disputes a good delivery pays for a key that everyone now has.
/// </summary>
internal static class Dispute
{
    public static async Task<PurchaseRecord> RunAsync(LedgerContext context, DisputeDelivery request)
    {
        var purchase = await Purchases.OfCallerAsync(context, request.Fid, request.PurchaseId);
        Purchases.RequireState(purchase, PurchaseState.Delivered);
        Rule.Require(context.Now <= purchase.Deadline, ErrorCodes.WrongPurchaseState, "the time for a dispute is over");
        Rule.Require(
            SealedEnvelope.TryPublicKeyOf(request.PrivateKey, out var publicKey) && publicKey.AsSpan().SequenceEqual(purchase.BuyerKey),
            ErrorCodes.WrongRevealedKey,
            "the revealed key is not the private key of the purchase");

        var model = await context.ModelAsync(purchase.Fid);
        return HoldsModelKey(purchase, model, request.PrivateKey)
            ? await Completion.PayOutAsync(context, purchase, Completion.FalseDispute, TransactionNames.Incentive.Dispute)
            : await ConvictAsync(context, purchase, model);
    }

    // The buyer has its price back and nothing more, so that no buyer and deliverer gain by playing this together. What
    // was a member's fault before is not punished again: its deposit for the model is gone.
    private static async Task<PurchaseRecord> ConvictAsync(LedgerContext context, PurchaseRecord purchase, ModelRecord model)
    {
        var payments = new Payments(context);
        var drafts = new TrainerDrafts(context);
        var settlement = new FaultSettlement(context, model, payments, drafts);
        Completion.PayBack(payments, purchase);
        if (!await FaultSettlement.IsSettledAsync(context, model.Fid, 0, FaultKind.WrongDeliveryKey, purchase.Deliverer))
            await settlement.AddAsync(new Fault(0, FaultKind.WrongDeliveryKey, purchase.Deliverer, string.Empty, $"the envelope of purchase {purchase.PurchaseId} does not hold the model's key"));
        await settlement.CommitAsync([]);
        return await Purchases.WriteAsync(context, purchase with { State = PurchaseState.Refunded, Outcome = Completion.WrongKey }, TransactionNames.Incentive.Dispute);
    }

    private static bool HoldsModelKey(PurchaseRecord purchase, ModelRecord model, byte[] privateKey)
    {
        var sealedFor = EnvelopeContexts.Delivery(purchase.Fid, purchase.PurchaseId);
        return SealedEnvelope.TryOpenWithRevealedKey(privateKey, sealedFor, purchase.Envelope, out var key, out _)
            && string.Equals(Convert.ToHexStringLower(ModelVault.HashKey(key)), model.Artifact?.KeyHash, StringComparison.Ordinal);
    }
}
