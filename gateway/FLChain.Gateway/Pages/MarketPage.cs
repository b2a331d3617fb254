using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>The marketplace: models with search.</summary>
internal static class MarketPage
{
    private static readonly (string Value, string Name)[] Offers = [("onsale", "For sale"), ("problematic", "In judging"), ("unavailable", "Not for sale"), ("", "All")];
    private static readonly (string Value, string Name)[] Orders = [("-published", "Newest"), ("price", "Cheapest"), ("-price", "Dearest"), ("title", "Title")];

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/", Show).ForTheMarket();

    private static PageResult Show(HttpContext context, LedgerIndex index, string? search, string? status, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(string.IsNullOrEmpty(sort) ? null : sort, ModelSort.Published);
        var query = new ModelQuery(
            Parameters.Search(search), Parameters.Named<ModelStatus>("status", string.IsNullOrEmpty(status) ? null : status), null, null, null, by, descending, page.Most,
            Parameters.After(MarketQueries.ModelTable, by, page));
        using var session = index.Read();
        var models = session.Models(query);
        var content = Html.Of(
            $"""
            <h1>Market</h1>
            <form class="search" role="search" method="get" action="/">
            <label>Search <input type="search" name="search" value="{search}" maxlength="200" placeholder="title, task or id"></label>
            <label>Offer <select name="status">{Offers.Select(offer => Option(offer, status ?? ""))}</select></label>
            <label>Order <select name="sort">{Orders.Select(order => Option(order, sort ?? "-published"))}</select></label>
            <button>Search</button>
            </form>
            <ul class="cards">{models.Items.Select(model => Card(session, model))}</ul>
            {(models.Items.Count == 0 ? Empty(search) : null)}
            {Parts.Next(context, models.Next)}
            """);
        return new PageResult(Layout.Page(context, "Market", content));
    }

    private static Html Option((string Value, string Name) option, string chosen) =>
        Html.Of($"""<option value="{option.Value}"{(option.Value == chosen ? Html.Of($" selected") : null)}>{option.Name}</option>""");

    private static Html Card(IndexSession session, Recorded<ModelRecord> found)
    {
        var model = found.Record;
        var accuracy = Accuracies.Latest(session, model);
        return Html.Of(
            $"""
            <li class="card"><h2><a href="/models/{model.Fid}">{model.Title}</a></h2>
            <p>{Parts.Badge(model.Status)} {Parts.Badge(model.Stage)}</p>
            <p class="about">{model.Description}</p>
            <dl class="facts">
            <div><dt>Price</dt><dd>{(model.Price > 0 ? Words.Amount(model.Price) : "not set yet")}</dd></div>
            <div><dt>Task</dt><dd>{model.Task}</dd></div>
            <div><dt>Trainers</dt><dd>{model.Dps.Count}</dd></div>
            <div><dt>Accuracy, as stated</dt><dd>{(accuracy is { } ppm ? Words.Percent(ppm) : "not stated")}</dd></div>
            </dl></li>
            """);
    }

    private static Html Empty(string? search) => string.IsNullOrWhiteSpace(search)
        ? Html.Of($"""<p class="empty">No model is here yet. Trainers publish them with the SDK.</p>""")
        : Html.Of($"""<p class="empty">No model matches “{search}”. <a href="/">Show all</a></p>""");
}
