using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>A trainer: its data, its standing, its reliability over time, its federations.</summary>
internal static class TrainerPage
{
    private const int MostVersions = 200;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/trainers/{dpId}", Show).ForTheMarket();

    /// <summary>The trainer of an id.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static Recorded<TrainerRecord> Require(IndexSession session, string dpId) =>
        session.Find<TrainerRecord>(Keys.Trainer(Parameters.PartyId(dpId))) ?? throw Problem.NotFound("there is no such trainer");

    private static PageResult Show(HttpContext context, LedgerIndex index, string dpId)
    {
        using var session = index.Read();
        var found = Require(session, dpId);
        var trainer = found.Record;
        var versions = session.History<TrainerRecord>(Keys.Trainer(dpId), null, MostVersions).Reverse().ToList();
        return new PageResult(Layout.Page(context, trainer.Pseudonym, Html.Of(
            $"""
            <header class="title"><h1>{trainer.Pseudonym}</h1><p>{Parts.Badge(trainer.Status)}</p></header>
            {Report(context, trainer)}
            {Parts.Facts(
                ("Reliability", Html.Of($"{Words.Percent(trainer.Rely)}")),
                ("Ratings", Html.Of($"{Words.Amount(trainer.Evidence.Count)}, proven faults: {Words.Amount(trainer.Evidence.Faults)}")),
                ("Data", Html.Of($"{Words.Amount(trainer.Dr.Samples)} samples of {Words.Amount(trainer.Dr.Features)} features, {Words.Amount(trainer.Dr.Labels)} labels{(trainer.Dr.Description.Length > 0 ? $": {trainer.Dr.Description}" : "")}")),
                ("Takes new federations", Html.Of($"{(trainer.Available ? "yes" : "no")}")),
                ("Organization", Html.Of($"{trainer.Msp}")),
                ("Id", Words.Id(trainer.DpId)),
                ("Newest version", Html.Of($"{trainer.Version}, in {Parts.Place(found)}")))}
            <section aria-labelledby="reliability"><h2 id="reliability">Reliability over time</h2>{Reliability(versions)}</section>
            <section aria-labelledby="federations"><h2 id="federations">Federations</h2>{Federations(session, trainer)}</section>
            """)));
    }

    private static Html? Report(HttpContext context, TrainerRecord trainer) =>
        context.FindUser() is { } user && user.Has(Role.Reporter | Role.Trainer) && user.PartyId != trainer.DpId && trainer.Status != TrainerStatus.Unqualified
            ? Html.Of($"""<p><a class="button quiet" href="/trainers/{trainer.DpId}/report">Report this trainer</a></p>""")
            : null;

    private static Html Reliability(List<Recorded<TrainerRecord>> versions) => Html.Of(
        $"""
        <figure>{LinePlot.Of($"Reliability by version of the record, now {Words.Percent(versions[^1].Record.Rely)}", "version", [.. versions.Select(version => new PlotPoint(version.Record.Version, version.Record.Rely))], step: true)}
        <figcaption>Each version of its record on the ledger.</figcaption></figure>
        <details><summary>As a table</summary>{Parts.Table("Reliability by version", ["#Version", "#Reliability", "Standing", "When", "Where"], versions.Select(version => (IReadOnlyList<Html>)
            [
                Html.Of($"{version.Record.Version}"),
                Html.Of($"{Words.Percent(version.Record.Rely)}"),
                Parts.Badge(version.Record.Status),
                Words.Time(version.At),
                Parts.Place(version),
            ]), "None")}</details>
        """);

    private static Html Federations(IndexSession session, TrainerRecord trainer) => Parts.Table(
        "Models that it trained or trains",
        ["Model", "Stage", "Offer", "#Price"],
        trainer.Flms.Select(fid => session.Find<ModelRecord>(Keys.Model(fid))?.Record).OfType<ModelRecord>().Select(model => (IReadOnlyList<Html>)
        [
            Html.Of($"""<a href="/models/{model.Fid}">{model.Title}</a>"""),
            Parts.Badge(model.Stage),
            Parts.Badge(model.Status),
            Html.Of($"{Words.Amount(model.Price)}"),
        ]),
        "It has been in no federation yet.");
}
