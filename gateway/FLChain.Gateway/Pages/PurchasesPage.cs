using FLChain.Core;
using FLChain.Core.Requests;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>A buyer's purchases, and buying.</summary>
internal static class PurchasesPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/purchases", Show).For(Role.Buyer);
        pages.MapForm("/models/{fid}/purchases", BuyAsync).For(Role.Buyer);
    }

    private static PageResult Show(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        var bought = page.Range<PurchaseReference>(session, Keys.BoughtBy(context.RequireUser().PartyId));
        var rows = bought.Items.Select(item => session.Find<PurchaseRecord>(Keys.Purchase(item.Record.Fid, item.Record.PurchaseId)))
            .OfType<Recorded<PurchaseRecord>>().Select(purchase => Row(session, purchase.Record));
        return new PageResult(Layout.Page(context, "Purchases", Html.Of(
            $"""
            <h1>Your purchases</h1>
            {Parts.Table("Your purchases", ["Model", "State", "#Price", "Bought", "Purchase"], rows, "You have bought nothing yet.")}
            {Parts.Next(context, bought.Next)}
            """)));
    }

    private static IReadOnlyList<Html> Row(IndexSession session, PurchaseRecord purchase) =>
    [
        Html.Of($"""<a href="/models/{purchase.Fid}">{session.Find<ModelRecord>(Keys.Model(purchase.Fid))?.Record.Title ?? purchase.Fid}</a>"""),
        Parts.Badge(purchase.State),
        Html.Of($"{Words.Amount(purchase.Price)}"),
        Words.Time(purchase.At),
        Html.Of($"""<a href="/purchases/{purchase.Fid}/{purchase.PurchaseId}">Open</a>"""),
    ];

    private static async Task<IResult> BuyAsync(HttpContext context, FilterDesk desk, FormSubmitter forms, PurchaseKeys keys, string fid)
    {
        if (!long.TryParse(context.Request.Form["price"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var price))
            throw Problem.BadRequest("the price is a whole number");
        var user = context.RequireUser();
        if (!user.HasKey) throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.KeyIsYours, "you keep your own key: buy by /v1/transactions or with the SDK");

        // A form that was sent before has its answer, whatever has become of the model since.
        var bought = await forms.SubmitAsync(context, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase, () =>
        {
            desk.RequireOnSale(fid);
            return new PurchaseModel(fid, keys.Create(user), price);
        });
        return Results.LocalRedirect($"/purchases/{fid}/{bought.TransactionId}");
    }
}
