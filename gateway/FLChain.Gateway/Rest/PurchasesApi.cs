using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Purchases: buy, deliver, confirm, dispute, evaluate, settle. A purchase is its buyer's to see and to act on.</summary>
internal static class PurchasesApi
{
    private const string Anothers = "the purchase is another's";

    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/models/{fid}/purchases", Buy).WithTags("Purchases").For(Role.Buyer)
            .Submits("BuyModel", "Buy a model: the price is held until its delivery is confirmed");

        var purchases = v1.MapGroup("/purchases").WithTags("Purchases");
        purchases.MapGet("/", Mine).WithName("ListPurchases").ForSignedIn().WithSummary("Your purchases")
            .Produces<ListOf<Recorded<PurchaseRecord>>>();
        purchases.MapGet("/{fid}/{purchaseId}", One).WithName("GetPurchase").ForSignedIn()
            .WithSummary("One purchase: its buyer, the members of the federation that deliver it, auditors and the authority see it")
            .Produces<Recorded<PurchaseRecord>>().ProducesProblem(403).ProducesProblem(404);
        purchases.MapPost("/{fid}/{purchaseId}/delivery", Deliver).For(Role.Trainer)
            .Submits("DeliverModel", "As a member, deliver the model's key, sealed to the buyer's one-time key");
        purchases.MapPost("/{fid}/{purchaseId}/confirmation", Confirm).For(Role.Buyer)
            .Submits("ConfirmDelivery", "Confirm that the delivered key opens the model");
        purchases.MapPost("/{fid}/{purchaseId}/dispute", Dispute).For(Role.Buyer)
            .Submits("DisputeDelivery", "Dispute a delivery by revealing the one-time private key");
        purchases.MapPost("/{fid}/{purchaseId}/evaluation", Evaluate).For(Role.Buyer)
            .Submits("EvaluateModel", "Evaluate a bought model");
        purchases.MapPost("/{fid}/{purchaseId}/settlement", Settle).ForSignedIn()
            .Submits("SettlePurchase", "Settle a purchase whose deadline has passed; anyone may");
    }

    private static Task<IResult> Buy(LedgerCall call, FilterDesk desk, string fid, PurchaseInput input)
    {
        desk.RequireOnSale(fid);
        return call.SubmitAsync(Incentive.Contract, Incentive.Purchase, new PurchaseModel(fid, input.BuyerKey, input.MaxPrice));
    }

    private static IResult Mine(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        var bought = page.Range<PurchaseReference>(session, Keys.BoughtBy(context.RequireUser().PartyId));
        var purchases = bought.Items.Select(item => session.Find<PurchaseRecord>(Keys.Purchase(item.Record.Fid, item.Record.PurchaseId))).OfType<Recorded<PurchaseRecord>>();
        return Answers.List(context, session, new ListOf<Recorded<PurchaseRecord>>([.. purchases], bought.Next));
    }

    private static IResult One(HttpContext context, LedgerIndex index, string fid, string purchaseId)
    {
        using var session = index.Read();
        var purchase = Require(session, fid, purchaseId);
        var user = context.RequireUser();
        if (purchase.Record.Buyer != user.PartyId && !user.Has(Role.Auditor | Role.Authority) && !IsMember(session, fid, user.PartyId)) throw Problem.Forbidden(Anothers);
        return Answers.Record(context, purchase);
    }

    private static Task<IResult> Deliver(LedgerCall call, string fid, string purchaseId, DeliveryInput input)
    {
        call.Read(session => Require(session, fid, purchaseId));
        if (!call.Read(session => IsMember(session, fid, call.User.PartyId))) throw Problem.Forbidden($"this is for the members of {fid}");
        return call.SubmitAsync(Incentive.Contract, Incentive.Deliver, new DeliverModel(fid, purchaseId, input.Envelope));
    }

    private static Task<IResult> Confirm(LedgerCall call, string fid, string purchaseId) =>
        AsBuyer(call, fid, purchaseId, Incentive.ConfirmDelivery, new PurchaseReference(fid, purchaseId));

    private static Task<IResult> Dispute(LedgerCall call, string fid, string purchaseId, DisputeInput input) =>
        AsBuyer(call, fid, purchaseId, Incentive.Dispute, new DisputeDelivery(fid, purchaseId, input.PrivateKey));

    private static Task<IResult> Evaluate(LedgerCall call, string fid, string purchaseId, EvaluationInput input) =>
        AsBuyer(call, fid, purchaseId, Incentive.EvaluateModel, new EvaluateModel(fid, purchaseId, input.Rating, input.Comment ?? ""));

    private static Task<IResult> Settle(LedgerCall call, string fid, string purchaseId)
    {
        call.Read(session => Require(session, fid, purchaseId));
        return call.SubmitAsync(Incentive.Contract, Incentive.Settle, new PurchaseReference(fid, purchaseId));
    }

    // The contract refuses another's purchase too; here it is refused before anything is signed.
    private static Task<IResult> AsBuyer(LedgerCall call, string fid, string purchaseId, string transaction, object request)
    {
        if (call.Read(session => Require(session, fid, purchaseId)).Record.Buyer != call.User.PartyId)
            throw new ProblemException(StatusCodes.Status403Forbidden, Core.Errors.ErrorCodes.NotBuyer, Anothers);
        return call.SubmitAsync(Incentive.Contract, transaction, request);
    }

    private static bool IsMember(IndexSession session, string fid, string partyId) => session.Find<ModelRecord>(Keys.Model(fid))?.Record.Dps.Contains(partyId) ?? false;

    private static Recorded<PurchaseRecord> Require(IndexSession session, string fid, string purchaseId) =>
        session.Find<PurchaseRecord>(Keys.Purchase(Parameters.Fid(fid), Parameters.TransactionId(purchaseId)))
        ?? throw Problem.NotFound($"there is no purchase {purchaseId} of {fid}");
}
