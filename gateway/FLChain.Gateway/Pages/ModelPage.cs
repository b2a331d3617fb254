using System.Globalization;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>A model: its federation, its training, its price and who earns what, where it comes from, what buyers say.</summary>
internal static class ModelPage
{
    private const int ShownIterations = 20;
    private const int ShownRatings = 20;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/models/{fid}", Show).ForTheMarket();

    private static PageResult Show(HttpContext context, LedgerIndex index, string fid)
    {
        using var session = index.Read();
        var found = ModelsApi.Require(session, fid);
        var model = found.Record;
        var content = Html.Of(
            $"""
            <header class="title"><h1>{model.Title}</h1><p>{Parts.Badge(model.Status)} {Parts.Badge(model.Stage)}</p></header>
            <p class="about">{model.Description}</p>
            {Buying(context, model)}
            {Facts(session, model)}
            <section aria-labelledby="training"><h2 id="training">Training</h2>{Training(session, model)}</section>
            <section aria-labelledby="earnings"><h2 id="earnings">Who earns what, and why</h2>{Earnings.Of(session, model)}</section>
            <section aria-labelledby="provenance"><h2 id="provenance">Where it comes from</h2>{Provenance(session, found)}</section>
            <section aria-labelledby="ratings"><h2 id="ratings">What buyers say</h2>{Ratings(session, model)}</section>
            """);
        return new PageResult(Layout.Page(context, model.Title, content, "verify.js"));
    }

    private static Html Buying(HttpContext context, ModelRecord model)
    {
        if (model.Stage is ModelStage.Recruiting or ModelStage.Preparing or ModelStage.Training)
            return Html.Of($"""<p><a class="button" href="/models/{model.Fid}/live">Watch it train</a></p>""");
        if (model.Status != ModelStatus.Onsale)
            return Html.Of($"""<p class="notice warn">{(model.Status == ModelStatus.Problematic ? "A trainer of this model is accused: it cannot be bought until that is judged." : "It cannot be bought.")}</p>""");
        return context.FindUser() switch
        {
            null => Html.Of($"""<p class="buy"><strong>{Words.Amount(model.Price)}</strong> <a class="button" href="/sign-in?return={Uri.EscapeDataString($"/models/{model.Fid}")}">Sign in to buy</a></p>"""),
            { HasKey: false } => Html.Of($"""<p class="notice">You keep your own key: buy by <code>/v1/transactions</code> or with the SDK.</p>"""),
            { } user when user.Has(Role.Buyer) => Html.Of(
                $"""
                <form class="buy" method="post" action="/models/{model.Fid}/purchases">{Form.Once(context)}<input type="hidden" name="price" value="{model.Price}">
                <strong>{Words.Amount(model.Price)}</strong> <button>Buy</button> <span class="hint">The price is held until the delivered key has opened the model.</span></form>
                """),
            _ => Html.Of($"""<p class="buy"><strong>{Words.Amount(model.Price)}</strong> <span class="hint">Buyers can buy it.</span></p>"""),
        };
    }

    private static Html Facts(IndexSession session, ModelRecord model) => Parts.Facts(
        ("Price", Html.Of($"{(model.Price > 0 ? Words.Amount(model.Price) : "not set yet")}")),
        ("Sold", Html.Of($"{Words.Count(session.Count(Keys.Purchases(model.Fid)), "time", "times")}")),
        ("Task", Html.Of($"{model.Task}")),
        ("Measured by", Html.Of($"{model.Metric}")),
        ("Architecture", Html.Of($"{model.Terms.ModelDescription}, {Words.Amount(model.Terms.ParameterCount)} parameters")),
        ("Masking", Html.Of($"{model.Terms.Masking}, {model.Terms.ModulusBits}-bit key, {model.Terms.Threshold} of {model.Dps.Count} shares to unmask")),
        ("Samples", Html.Of($"{Words.Amount(model.Samples.Sum())} among {Words.Count(model.Dps.Count, "trainer", "trainers")}")),
        ("Id", Html.Of($"<code>{model.Fid}</code>")));

    private static Html Training(IndexSession session, ModelRecord model)
    {
        var last = Accuracies.LastClosed(session, model);
        if (last == 0) return Html.Of($"""<p class="empty">No iteration has been closed yet.</p>""");
        var points = Accuracies.Of(session, model);
        var plot = points.Count == 0
            ? Html.Of($"""<p class="empty">Its members stated no accuracy.</p>""")
            : Html.Of(
                $"""
                <figure>{LinePlot.Of($"Accuracy by iteration, from {Words.Percent(points[0].Y)} to {Words.Percent(points[^1].Y)}", "iteration", points)}
                <figcaption>Accuracy as the members measured it on their own samples and stated it on the ledger: the median, and the span between the least and the most.</figcaption></figure>
                """);
        var stated = points.ToDictionary(point => point.X);
        var rounds = session.List<RoundRecord>(LedgerKey.Range("round", model.Fid), null, ShownIterations + 1, descending: true)
            .Select(item => item.Record.Record).Where(round => round.Iteration > 0).Take(ShownIterations);
        var rows = rounds.Select(round => (IReadOnlyList<Html>)
        [
            Html.Of($"{round.Iteration}"),
            Html.Of($"{(stated.TryGetValue(round.Iteration, out var point) ? Words.Percent(point.Y) : "—")}"),
            Parts.Trainer(session, round.Leader),
            Html.Of($"{round.Contributors.Count} of {model.Dps.Count}"),
            Words.Time(round.ClosedAt),
        ]);
        var caption = last > ShownIterations ? $"The last {ShownIterations} of {last} iterations" : "Iterations";
        return Html.Of(
            $"""
            {plot}
            <details><summary>{Words.Count(last, "iteration", "iterations")} with their leaders</summary>
            {Parts.Table(caption, ["#Iteration", "#Accuracy", "Leader", "#Contributors", "Closed"], rows, "None")}
            </details>
            """);
    }

    private static Html Provenance(IndexSession session, Recorded<ModelRecord> found)
    {
        var model = found.Record;
        var block = ProvenBlock(session, found);
        return Html.Of(
            $"""
            {Parts.Facts(
                ("Published by", Parts.Trainer(session, model.Publisher)),
                ("Version", Html.Of($"{model.Version}, in {Parts.Place(found)}, {Words.Time(found.At)}")),
                ("Encrypted file", model.Artifact is { } artifact ? Html.Of($"{Words.Bytes(artifact.Bytes)}, SHA-512 {Words.Id(artifact.Digest)}") : Html.Of($"none yet")))}
            <div class="verify" data-verify data-type="model" data-id="{model.Fid}" data-block="{block}" data-version="{model.Version}">
            <button type="button">Verify</button>
            <span class="hint">Your browser checks by itself, with SHA-512, that this record is under the Merkle root of block {Words.Amount(block)}.</span>
            <div class="verdict" role="status" aria-live="polite"></div>
            <noscript><p class="notice">Verifying needs JavaScript. <code>flchain audit proof</code> does the same from a terminal.</p></noscript>
            </div>
            """);
    }

    // Under a root that an organization attested, where there is one over this very version.
    private static long ProvenBlock(IndexSession session, Recorded<ModelRecord> found) => AttestedRoots.NewestShared(session, found.Block) ?? session.Blocks() - 1;

    private static Html Ratings(IndexSession session, ModelRecord model)
    {
        var ratings = session.HistoryOfRange<ModelRating>(Keys.ModelRatings(model.Fid), null, ShownRatings);
        if (ratings.Count == 0) return Html.Of($"""<p class="empty">Nobody has rated it yet.</p>""");
        var average = (int)ratings.Average(rating => rating.Record.Rating);
        return Html.Of(
            $"""
            <p>{Words.Percent(average)} on average of the last {Words.Count(ratings.Count, "rating", "ratings")}.</p>
            <ul class="ratings">{ratings.Select(rating => Html.Of(
                $"""
                <li><meter min="0" max="100" value="{(rating.Record.Rating / 10_000).ToString(CultureInfo.InvariantCulture)}">{Words.Percent(rating.Record.Rating)}</meter>
                <strong>{Words.Percent(rating.Record.Rating)}</strong> {(rating.Record.Comment.Length > 0 ? Html.Of($"<q>{rating.Record.Comment}</q>") : null)} <small>buyer {Words.Id(rating.Record.Buyer)}, {Words.Time(rating.Record.At)}</small></li>
                """))}</ul>
            """);
    }
}
