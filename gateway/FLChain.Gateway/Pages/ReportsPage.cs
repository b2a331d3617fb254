using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>Reports that contracts decided and accusations that people judge; what is due first, for the authority.</summary>
internal static class ReportsPage
{
    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/reports", Show).ForSignedIn();

    private static PageResult Show(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        var due = session.Accusations(new AccusationQuery(Open: true, Sort: CaseSort.Deadline, Descending: false, Limit: PageQuery.MaxLimit)).Items;
        var accusations = session.Accusations(new AccusationQuery(Limit: page.Most, After: Parameters.After(CaseQueries.AccusationTable, CaseSort.At, page)));
        var reports = session.Reports(new ReportQuery(Limit: Shown)).Items;
        var judges = context.RequireUser().Has(Role.Authority);
        return new PageResult(Layout.Page(context, "Reports", Html.Of(
            $"""
            <h1>Reports</h1>
            <section aria-labelledby="due"><h2 id="due">{(judges ? "Your queue" : "Open accusations")}</h2>
            {Parts.Table("What is due, the most urgent first", ["Accused", "Claim", "State", "Due by", "Next"], due.Select(found => Due(session, found.Record, judges)), "Nothing is due.")}</section>
            <section aria-labelledby="accusations"><h2 id="accusations">All accusations</h2>
            {Parts.Table("Accusations that people judge, the newest first", ["When", "Accused", "Claim", "State", "Verdict"], accusations.Items.Select(found => Accusation(session, found.Record)), "Nobody has been accused. To accuse a trainer, open its page.")}
            {Parts.Next(context, accusations.Next)}</section>
            <section aria-labelledby="reports"><h2 id="reports">Decided by the contracts</h2>
            {Parts.Table($"The last {Shown} reports of misbehavior that the contracts verified by themselves", ["When", "What", "Model", "Accused", "State", "Finding"], reports.Select(found => Report(session, found.Record)), "There is none.")}</section>
            """)));
    }

    private static IReadOnlyList<Html> Due(IndexSession session, AccusationRecord accusation, bool judges) =>
    [
        Parts.Trainer(session, accusation.Accused),
        Html.Of($"{accusation.Claim}"),
        Parts.Badge(accusation.State),
        Words.Time(accusation.Deadline),
        Html.Of($"""<a class="button quiet" href="/reports/{accusation.ReportId}">{(judges && accusation.State is (AccusationState.Pending or AccusationState.Appealed) ? "Judge" : "See")}</a>"""),
    ];

    private static IReadOnlyList<Html> Accusation(IndexSession session, AccusationRecord accusation) =>
    [
        Words.Time(accusation.At),
        Parts.Trainer(session, accusation.Accused),
        Html.Of($"""<a href="/reports/{accusation.ReportId}">{accusation.Claim}</a>"""),
        Parts.Badge(accusation.State),
        accusation.Judgment is { } judgment ? Parts.Badge(judgment.Verdict) : Html.Of($"—"),
    ];

    private static IReadOnlyList<Html> Report(IndexSession session, ReportRecord report) =>
    [
        Words.Time(report.At),
        Html.Of($"{Words.Of(report.Kind)}{(report.Iteration > 0 ? $", iteration {report.Iteration}" : "")}"),
        Html.Of($"""<a href="/models/{report.Fid}">{report.Fid}</a>"""),
        Parts.Trainer(session, report.Accused),
        Parts.Badge(report.State),
        Html.Of($"{report.Finding}"),
    ];
}
