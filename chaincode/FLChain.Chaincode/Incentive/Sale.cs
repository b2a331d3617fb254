using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Incentive;

/// <summary>Purchase and Deliver: the price is held by PAC until the model's key, sealed to the buyer, has been found good.</summary>
internal static class Sale
{
    /// <summary>Largest delivery envelope, in bytes.</summary>
    public const int MaxEnvelopeBytes = 4 * 1024;

    public static async Task<PurchaseRecord> PurchaseAsync(LedgerContext context, PurchaseModel request)
    {
        var policy = await context.PolicyAsync();
        var model = await context.ModelAsync(request.Fid);
        Rule.Require(model is { Stage: ModelStage.Finished, Status: ModelStatus.Onsale }, ErrorCodes.NotForSale, $"{model.Fid} is not for sale");
        Rule.Require(model.Price <= request.MaxPrice, ErrorCodes.PriceTooHigh, $"{model.Fid} costs {model.Price}");
        Rule.RequireP256(request.BuyerKey, "the buyer's key");

        var buyer = context.Caller.PartyId;
        var payments = new Payments(context);
        payments.Pay(AccountName.Party(buyer), AccountName.Public, model.Price, PaymentEvent.Purchase, context.Tx);
        await payments.CommitAsync();
        await context.PutAsync(Keys.Bought(buyer, model.Fid, context.Tx), new PurchaseReference(model.Fid, context.Tx));
        var purchase = new PurchaseRecord(
            PurchaseId: context.Tx,
            Fid: model.Fid,
            Buyer: buyer,
            Price: model.Price,
            BuyerKey: request.BuyerKey,
            State: PurchaseState.Paid,
            At: context.Now,
            Deadline: context.Now + (policy.DeliverySeconds * 1000L),
            Deliverer: string.Empty,
            Envelope: [],
            Outcome: string.Empty,
            Rated: false);
        return await Purchases.WriteAsync(context, purchase, TransactionNames.Incentive.Purchase);
    }

    public static async Task<PurchaseRecord> DeliverAsync(LedgerContext context, DeliverModel request)
    {
        var policy = await context.PolicyAsync();
        var purchase = await Purchases.FindAsync(context, request.Fid, request.PurchaseId);
        var model = await context.ModelAsync(purchase.Fid);

        // Only who attested the artifact is known to have its key.
        Rule.Require(model.Active.Contains(context.Caller.PartyId, StringComparer.Ordinal), ErrorCodes.NotMember, $"the caller did not finish {model.Fid}");
        await Expulsions.RequireNotExpelledAsync(context, model.Fid);
        Rule.Require(model.Stage == ModelStage.Finished, ErrorCodes.NotForSale, $"{model.Fid} may not be sold any more");
        Purchases.RequireState(purchase, PurchaseState.Paid);
        Rule.Require(context.Now <= purchase.Deadline, ErrorCodes.WrongPurchaseState, "the time for delivery is over");
        Rule.Require(request.Envelope.Length is >= 1 and <= MaxEnvelopeBytes, ErrorCodes.BadArgument, $"the envelope has 1 to {MaxEnvelopeBytes} bytes");

        var delivered = purchase with
        {
            State = PurchaseState.Delivered,
            Deadline = context.Now + (policy.ConfirmationSeconds * 1000L),
            Deliverer = context.Caller.PartyId,
            Envelope = request.Envelope,
        };
        await BackAsync(context, policy, model.Fid, delivered.Deadline);
        return await Purchases.WriteAsync(context, delivered, TransactionNames.Incentive.Deliver);
    }

    // While a member is liable for the federation, its deposit for it stands behind what it delivers; later a deposit has
    // to be there, and to stay until the buyer can no longer dispute. One backs all its deliveries.
    private static async Task BackAsync(LedgerContext context, Policy policy, string fid, long until)
    {
        var trainer = await context.RequireTrainerAsync();
        var engagements = await Liability.EngagementsAsync(context, trainer);
        var others = engagements.Count(engagement => !string.Equals(engagement, fid, StringComparison.Ordinal));
        Rule.Require(
            await Liability.CoversAsync(context, trainer, others + 1),
            ErrorCodes.InsufficientFunds,
            $"who delivers has a deposit of {policy.RegistrationDeposit} behind it, beside those of its other federations");
        await Liability.HoldAsync(context, trainer.DpId, fid, until);
    }
}
