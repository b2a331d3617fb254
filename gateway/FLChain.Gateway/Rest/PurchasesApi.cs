using FLChain.Core;
using FLChain.Core.Filters;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Gateway.Access;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Users;

namespace FLChain.Gateway.Rest;

/// <summary>Purchases: buy, see how the delivery stands, confirm, dispute, evaluate, settle. A purchase is its buyer's to see and to act on.</summary>
internal static class PurchasesApi
{
    private const string Contract = TransactionNames.Incentive.Contract;

    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/models/{fid}/purchases", BuyAsync).WithTags("Purchases").WithName("BuyModel").For(Role.Buyer).Once()
            .WithSummary("Buy a model: the price is held until its delivery is confirmed")
            .Produces<Committed>().ProducesProblem(400).ProducesProblem(402).ProducesProblem(404).ProducesProblem(409);

        var purchases = v1.MapGroup("/purchases").WithTags("Purchases");
        purchases.MapGet("/", Mine).WithName("ListPurchases").ForSignedIn().WithSummary("Your purchases")
            .Produces<ListOf<Recorded<PurchaseRecord>>>();
        purchases.MapGet("/{fid}/{purchaseId}", One).WithName("GetPurchase").ForSignedIn()
            .WithSummary("One purchase: its buyer, the members of the federation that deliver it, auditors and the authority see it")
            .Produces<Recorded<PurchaseRecord>>().ProducesProblem(403).ProducesProblem(404);
        purchases.MapPost("/{fid}/{purchaseId}/confirmation", ConfirmAsync).WithName("ConfirmDelivery").For(Role.Buyer).Once()
            .WithSummary("Confirm that the delivered key opens the model").Produces<Committed>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        purchases.MapPost("/{fid}/{purchaseId}/dispute", DisputeAsync).WithName("DisputeDelivery").For(Role.Buyer).Once()
            .WithSummary("Dispute a delivery by revealing the one-time private key").Produces<Committed>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        purchases.MapPost("/{fid}/{purchaseId}/evaluation", EvaluateAsync).WithName("EvaluateModel").For(Role.Buyer).Once()
            .WithSummary("Evaluate a bought model").Produces<Committed>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        purchases.MapPost("/{fid}/{purchaseId}/settlement", SettleAsync).WithName("SettlePurchase").ForSignedIn().Once()
            .WithSummary("Settle a purchase whose deadline has passed; anyone may").Produces<Committed>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> BuyAsync(
        HttpContext context, Submitter submitter, FilterDesk desk, string fid, PurchaseInput input, CancellationToken cancellationToken)
    {
        // The filter's no is certain, and saves the ledger a proposal that it would refuse; its yes is for the contract to check.
        if (desk.Ask(Parameters.Fid(fid)) is { Filter: FilterAnswer.Neither or FilterAnswer.InJudging } refused)
            throw new ProblemException(
                StatusCodes.Status409Conflict, Core.Errors.ErrorCodes.NotForSale, refused.Filter == FilterAnswer.InJudging ? $"{fid} is in judging" : $"{fid} is not for sale");
        return Results.Ok(await submitter.SubmitAsync(
            context.RequireUser(), Key(context), Contract, TransactionNames.Incentive.Purchase, new PurchaseModel(fid, input.BuyerKey, input.MaxPrice), cancellationToken));
    }

    private static IResult Mine(HttpContext context, LedgerIndex index, int? limit, string? cursor)
    {
        var buyer = context.RequireUser().PartyId;
        var most = Parameters.Limit(limit);
        var after = Parameters.Cursor(cursor, 2) is { } place
            ? Array.TrueForAll(place, LedgerKey.IsAttribute) ? Keys.Bought(buyer, place[0], place[1]) : throw Parameters.BadCursor
            : null;
        using var session = index.Read();
        var bought = session.List<PurchaseReference>(Keys.BoughtBy(buyer), after, most + 1);
        var page = Parameters.Page(bought, most, item => Cursor.Write(item.Record.Record.Fid, item.Record.Record.PurchaseId));
        var purchases = page.Items
            .Select(item => session.Find<PurchaseRecord>(Keys.Purchase(item.Record.Record.Fid, item.Record.Record.PurchaseId)))
            .OfType<Recorded<PurchaseRecord>>();
        return Results.Ok(new ListOf<Recorded<PurchaseRecord>>([.. purchases], page.Next));
    }

    private static IResult One(HttpContext context, LedgerIndex index, string fid, string purchaseId)
    {
        using var session = index.Read();
        var purchase = Require(session, fid, purchaseId);
        var user = context.RequireUser();
        var sees = purchase.Record.Buyer == user.PartyId || user.Has(Role.Auditor | Role.Authority)
            || (session.Find<ModelRecord>(Keys.Model(fid))?.Record.Dps.Contains(user.PartyId) ?? false);
        if (!sees) throw Problem.Forbidden("the purchase is another's");
        return Answers.Versioned(context, purchase, $"{purchase.Block}.{purchase.Position}");
    }

    private static Task<IResult> ConfirmAsync(HttpContext context, LedgerIndex index, Submitter submitter, string fid, string purchaseId, CancellationToken cancellationToken) =>
        AsBuyerAsync(context, index, submitter, TransactionNames.Incentive.ConfirmDelivery, new PurchaseReference(fid, purchaseId), fid, purchaseId, cancellationToken);

    private static Task<IResult> DisputeAsync(
        HttpContext context, LedgerIndex index, Submitter submitter, string fid, string purchaseId, DisputeInput input, CancellationToken cancellationToken) =>
        AsBuyerAsync(context, index, submitter, TransactionNames.Incentive.Dispute, new DisputeDelivery(fid, purchaseId, input.PrivateKey), fid, purchaseId, cancellationToken);

    private static Task<IResult> EvaluateAsync(
        HttpContext context, LedgerIndex index, Submitter submitter, string fid, string purchaseId, EvaluationInput input, CancellationToken cancellationToken) =>
        AsBuyerAsync(
            context, index, submitter, TransactionNames.Incentive.EvaluateModel, new EvaluateModel(fid, purchaseId, input.Rating, input.Comment ?? ""), fid, purchaseId, cancellationToken);

    private static async Task<IResult> SettleAsync(HttpContext context, LedgerIndex index, Submitter submitter, string fid, string purchaseId, CancellationToken cancellationToken)
    {
        using (var session = index.Read()) Require(session, fid, purchaseId);
        return Results.Ok(await submitter.SubmitAsync(
            context.RequireUser(), Key(context), Contract, TransactionNames.Incentive.Settle, new PurchaseReference(fid, purchaseId), cancellationToken));
    }

    private static async Task<IResult> AsBuyerAsync(
        HttpContext context, LedgerIndex index, Submitter submitter, string transaction, object request, string fid, string purchaseId, CancellationToken cancellationToken)
    {
        // The contract refuses another's purchase too; here it is refused before anything is signed.
        using (var session = index.Read())
            if (Require(session, fid, purchaseId).Record.Buyer != context.RequireUser().PartyId)
                throw new ProblemException(StatusCodes.Status403Forbidden, Core.Errors.ErrorCodes.NotBuyer, "the purchase is another's");
        return Results.Ok(await submitter.SubmitAsync(context.RequireUser(), Key(context), Contract, transaction, request, cancellationToken));
    }

    private static Recorded<PurchaseRecord> Require(IndexSession session, string fid, string purchaseId) =>
        session.Find<PurchaseRecord>(Keys.Purchase(Parameters.Fid(fid), Parameters.TransactionId(purchaseId)))
        ?? throw Problem.NotFound($"there is no purchase {purchaseId} of {fid}");

    private static RequestKey? Key(HttpContext context) => context.Features.Get<RequestKey>();
}
