using System.Globalization;
using FLChain.Core;
using FLChain.Core.Requests;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Market;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>One purchase of one's own: how the delivery stands, opening it, the model's file, rating it.</summary>
internal static class PurchasePage
{
    private const string Contract = TransactionNames.Incentive.Contract;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/purchases/{fid}/{purchaseId}", Show).For(Role.Buyer);
        pages.MapGet("/purchases/{fid}/{purchaseId}/state", State).For(Role.Buyer);
        pages.MapForm("/purchases/{fid}/{purchaseId}/opening", OpenAsync).For(Role.Buyer).RequireRateLimiting(RateLimits.Opening);
        pages.MapGet("/purchases/{fid}/{purchaseId}/model.onnx", FileAsync).For(Role.Buyer).RequireRateLimiting(RateLimits.Opening);
        pages.MapForm("/purchases/{fid}/{purchaseId}/rating", RateAsync).For(Role.Buyer);
    }

    /// <summary>A purchase of the user's own.</summary>
    /// <exception cref="ProblemException">There is none, or it is another's.</exception>
    public static PurchaseRecord Require(HttpContext context, IndexSession session, string fid, string purchaseId)
    {
        var purchase = session.Find<PurchaseRecord>(Keys.Purchase(Parameters.Fid(fid), Parameters.TransactionId(purchaseId)))?.Record ?? throw Problem.NotFound("there is no such purchase");
        return purchase.Buyer == context.RequireUser().PartyId ? purchase : throw Problem.Forbidden("the purchase is another's");
    }

    private static PageResult Show(HttpContext context, LedgerIndex index, ModelOpener opener, string fid, string purchaseId)
    {
        using var session = index.Read();
        var purchase = Require(context, session, fid, purchaseId);
        var model = ModelsApi.Require(session, fid).Record;
        var content = Html.Of(
            $"""
            <header class="title"><h1>Purchase of <a href="/models/{fid}">{model.Title}</a></h1><p>{Parts.Badge(purchase.State)}</p></header>
            {Step(context, purchase, opener.CanOpen(context.RequireUser(), purchase))}
            {Parts.Facts(
                ("Price", Html.Of($"{Words.Amount(purchase.Price)}")),
                ("Bought", Words.Time(purchase.At)),
                ("Delivered by", purchase.Deliverer.Length > 0 ? Parts.Trainer(session, purchase.Deliverer) : Html.Of($"—")),
                ("Next step due by", purchase.State is PurchaseState.Paid or PurchaseState.Delivered ? Words.Time(purchase.Deadline) : Html.Of($"—")),
                ("Purchase", Words.Id(purchaseId)))}
            {(purchase is { State: PurchaseState.Settled, Rated: false } ? Rating(context, purchase) : null)}
            """);
        return new PageResult(Layout.Page(context, $"Purchase of {model.Title}", content, "wait.js"));
    }

    // What a script waits for; a word, no page.
    private static IResult State(HttpContext context, LedgerIndex index, string fid, string purchaseId)
    {
        using var session = index.Read();
        return Results.Text(Words.Of(Require(context, session, fid, purchaseId).State));
    }

    private static Html Step(HttpContext context, PurchaseRecord purchase, bool canOpen)
    {
        var path = $"/purchases/{purchase.Fid}/{purchase.PurchaseId}";
        return purchase.State switch
        {
            PurchaseState.Paid => Html.Of($"""<p class="notice" role="status" data-wait="{path}/state" data-while="paid">Paid; the price is held. A trainer of the federation delivers the key. This page goes on by itself; without JavaScript, <a href="{path}">look again</a>.</p>"""),
            PurchaseState.Refunded => Html.Of($"""<p class="notice warn">Your money came back: {Outcome(purchase.Outcome)}.</p>"""),
            _ when !canOpen => Html.Of($"""<p class="notice">This purchase was made elsewhere: its key is not here. Open it with the SDK.</p>"""),
            PurchaseState.Delivered => Html.Of(
                $"""
                <form class="stack" method="post" action="{path}/opening">{Form.Once(context)}<p>The key is here. Opening checks it against the ledger: when it fits, the delivery is confirmed and the trainers are paid; when it does not, your money comes back.</p><button>Open the model</button></form>
                """),
            _ => Html.Of(
                $"""
                <p class="notice good" role="status">It is yours, opened and paid for.</p>
                <p class="actions"><a class="button" href="{path}/model.onnx" download>Download the model (ONNX)</a> <a class="button quiet" href="{path}/try">Try it</a></p>
                """),
        };
    }

    private static string Outcome(string outcome) => outcome switch
    {
        "undelivered" => "it was not delivered in time",
        "wrong-key" => "the delivered key was wrong, and who delivered it paid for it",
        _ => outcome,
    };

    private static Html Rating(HttpContext context, PurchaseRecord purchase) => Html.Of(
        $"""
        <section aria-labelledby="rate"><h2 id="rate">Rate it</h2>
        <form class="stack" method="post" action="/purchases/{purchase.Fid}/{purchase.PurchaseId}/rating">{Form.Once(context)}
        <label>Rating, in percent <input name="rating" type="number" min="0" max="100" step="1" value="80" required></label>
        <label>Comment, for everyone to read <input name="comment" maxlength="500"></label>
        <button>Rate</button>
        </form>
        <p class="hint">It goes into the reliability of the model's trainers.</p></section>
        """);

    private static async Task<IResult> OpenAsync(HttpContext context, LedgerIndex index, ModelOpener opener, FormSubmitter forms, string fid, string purchaseId)
    {
        PurchaseRecord purchase;
        using (var session = index.Read()) purchase = Require(context, session, fid, purchaseId);
        if (purchase.State != PurchaseState.Delivered) return Results.LocalRedirect($"/purchases/{fid}/{purchaseId}");
        var opened = await opener.OpenAsync(context.RequireUser(), purchase, context.RequestAborted);

        // Revealing the one-time key opens this one envelope and nothing else.
        if (opened.RevealedKey is { } revealed) await forms.SubmitAsync(context, Contract, TransactionNames.Incentive.Dispute, () => new DisputeDelivery(fid, purchaseId, revealed));
        else await forms.SubmitAsync(context, Contract, TransactionNames.Incentive.ConfirmDelivery, () => new PurchaseReference(fid, purchaseId));
        return Results.LocalRedirect($"/purchases/{fid}/{purchaseId}");
    }

    private static async Task<IResult> FileAsync(HttpContext context, LedgerIndex index, ModelOpener opener, string fid, string purchaseId)
    {
        PurchaseRecord purchase;
        using (var session = index.Read()) purchase = Require(context, session, fid, purchaseId);
        if (purchase.State != PurchaseState.Settled) throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, "the purchase is not settled: open it first");
        var opened = await opener.OpenAsync(context.RequireUser(), purchase, context.RequestAborted);
        if (opened.File is null) throw Problem.NotFound("the delivered key does not open the model");
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(opened.File, "application/octet-stream", $"{fid}.onnx");
    }

    private static async Task<IResult> RateAsync(HttpContext context, LedgerIndex index, FormSubmitter forms, string fid, string purchaseId)
    {
        using (var session = index.Read()) Require(context, session, fid, purchaseId);
        if (!int.TryParse(context.Request.Form["rating"], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent > 100) throw Problem.BadRequest("a rating is 0 to 100 percent");
        var comment = context.Request.Form["comment"].ToString();
        await forms.SubmitAsync(context, Contract, TransactionNames.Incentive.EvaluateModel, () => new EvaluateModel(fid, purchaseId, percent * (Ratio.One / 100), comment));
        return Results.LocalRedirect($"/models/{fid}#ratings");
    }
}
