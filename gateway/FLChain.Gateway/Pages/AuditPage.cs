using System.Globalization;
using FLChain.Gateway.Attestation;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>What an auditor looks at: conservation, the index, roots and alarms, the filter, blocks.</summary>
internal static class AuditPage
{
    private const int ShownHeights = 10;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/audit", Show).ForTheMarket();

    private static PageResult Show(HttpContext context, LedgerIndex index, FilterDesk desk, RootAlarms alarms, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        var before = page.After(1) is [var text] ? Parameters.Number(text) : long.MaxValue;
        var blocks = page.Cut(most => session.Blocks(before, most), block => Cursor.Write(Parameters.Text(block.Number)));
        return new PageResult(Layout.Page(context, "Audit", Html.Of(
            $"""
            <h1>Audit</h1>
            {Alarms(alarms)}
            <section aria-labelledby="money"><h2 id="money">Money</h2>{Conservation(session)}</section>
            <section aria-labelledby="roots"><h2 id="roots">Roots</h2>{Roots(index, session)}</section>
            <section aria-labelledby="machine"><h2 id="machine">Index and filter</h2>{Machine(index, desk)}</section>
            <section aria-labelledby="blocks"><h2 id="blocks">Blocks</h2>
            {Parts.Table("Blocks, the newest first", ["#Block", "When", "#Transactions", "#In effect", "Hash of its header"], blocks.Items.Select(Row), "There is no block yet.")}
            {Parts.Next(context, blocks.Next)}</section>
            """)));
    }

    private static Html Alarms(RootAlarms alarms) => alarms.Heights is { Count: > 0 } heights
        ? Html.Of($"""<p class="notice bad" role="alert">Organizations disagree on the records at block {string.Join(", ", heights.Select(height => Words.Amount(height)))}. Somebody's ledger, or this gateway's index, is wrong: run <code>flchain audit</code>.</p>""")
        : Html.Of($"""<p class="notice good" role="status">No alarm: all attested roots agree with each other and with this gateway.</p>""");

    private static Html Conservation(IndexSession session)
    {
        var (minted, held, accounts) = session.Conservation();
        return Html.Of(
            $"""
            <p class="notice {(minted == held ? "good" : "bad")}">{(minted == held ? "Money is conserved." : "Money is not conserved.")} {Words.Amount(minted)} were issued, and {Words.Count(accounts, "account", "accounts")} together hold {Words.Amount(held)}.</p>
            """);
    }

    private static Html Roots(LedgerIndex index, IndexSession session)
    {
        var newest = index.Views.Newest;
        var rows = AttestedRoots.Before(session, null, ShownHeights).Select(roots =>
        {
            var answer = RootsAnswer.Of(roots, session.FindRoot(roots[0].Height)?.Root);
            return (IReadOnlyList<Html>)
            [
                Html.Of($"""<a href="/audit/blocks/{answer.Height}">{Words.Amount(answer.Height)}</a>"""),
                Html.Join(", ", roots.Select(root => Html.Of($"{root.Msp}"))),
                Words.Id(roots[0].Root),
                Html.Of($"""<span class="badge {(answer.Alarm ? "bad" : "good")}">{(answer.Alarm ? "differ" : "agree")}</span>"""),
            ];
        });
        return Html.Of(
            $"""
            <p>The Merkle tree over all trainers and models has {Words.Count(newest.Tree.Count, "record", "records")} and the root <code class="wrap">{newest.Tree.RootHex}</code>.</p>
            {Parts.Table("Roots that organizations attested", ["#Block", "Attested by", "Root", "Verdict"], rows, "No root has been attested yet.")}
            """);
    }

    private static Html Machine(LedgerIndex index, FilterDesk desk)
    {
        var (height, figures) = (index.Height, desk.Figures());
        return Parts.Facts(
            ("Blocks in the index", Html.Of($"{Words.Amount((long)height.Blocks)}")),
            ("Behind the ledger", Html.Of($"{(height.Behind is { } behind ? Words.Count((long)behind, "block", "blocks") : "not known: no peer has told its height")}")),
            ("Newest transaction", Words.Time(height.LastBlockAt)),
            ("Filter: on sale", Html.Of($"{Words.Amount(figures.OnSale)}")),
            ("Filter: in judging", Html.Of($"{Words.Amount(figures.InJudging)}")),
            ("Filter alone answered", Html.Of($"{Words.Amount(figures.Alone)} of {Words.Count(figures.Asked, "question", "questions")}")),
            ("Purchases that it refused", Html.Of($"{Words.Amount(figures.Refused)} of {Words.Amount(figures.Purchases)}")),
            ("False positives", Html.Of($"{figures.MeasuredFalsePositives.ToString("0.0000", CultureInfo.InvariantCulture)} measured, {figures.ExpectedFalsePositives.ToString("0.0000", CultureInfo.InvariantCulture)} expected")));
    }

    private static IReadOnlyList<Html> Row(BlockEntry block) =>
    [
        Html.Of($"""<a href="/audit/blocks/{block.Number}">{Words.Amount(block.Number)}</a>"""),
        Words.Time(block.At),
        Html.Of($"{Words.Amount(block.Transactions)}"),
        Html.Of($"{Words.Amount(block.Valid)}"),
        Words.Id(block.Hash),
    ];
}
