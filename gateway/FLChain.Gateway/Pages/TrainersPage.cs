using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>Trainers, the most reliable first, with search.</summary>
internal static class TrainersPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/trainers", Show).ForTheMarket();

    private static PageResult Show(HttpContext context, LedgerIndex index, string? search, [AsParameters] PageQuery page)
    {
        var query = new TrainerQuery(
            Parameters.Search(search), null, null, null, TrainerSort.Rely, true, page.Most, Parameters.After(MarketQueries.TrainerTable, TrainerSort.Rely, page));
        using var session = index.Read();
        var trainers = session.Trainers(query);
        return new PageResult(Layout.Page(context, "Trainers", Html.Of(
            $"""
            <h1>Trainers</h1>
            <form class="search" role="search" method="get" action="/trainers">
            <label>Search <input type="search" name="search" value="{search}" maxlength="200" placeholder="name or description"></label>
            <button>Search</button>
            </form>
            {Parts.Table("Trainers, the most reliable first", ["Trainer", "Standing", "#Reliability", "#Samples", "#Federations", "Organization"], trainers.Items.Select(Row), string.IsNullOrWhiteSpace(search) ? "No trainer has registered yet." : "No trainer matches.")}
            {Parts.Next(context, trainers.Next)}
            """)));
    }

    private static IReadOnlyList<Html> Row(Recorded<TrainerRecord> trainer) =>
    [
        Html.Of($"""<a href="/trainers/{trainer.Record.DpId}">{trainer.Record.Pseudonym}</a> {Words.Id(trainer.Record.DpId)}"""),
        Parts.Badge(trainer.Record.Status),
        Html.Of($"{Words.Percent(trainer.Record.Rely)}"),
        Html.Of($"{Words.Amount(trainer.Record.Dr.Samples)}"),
        Html.Of($"{trainer.Record.Flms.Count}"),
        Html.Of($"{trainer.Record.Msp}"),
    ];
}
