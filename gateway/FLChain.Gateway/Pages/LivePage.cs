using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>A federation while it runs: which step it is in, and who has done its part. A script asks for the inner part anew with each event of the model.</summary>
internal static class LivePage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/models/{fid}/live", Show).ForTheMarket();
        pages.MapGet("/models/{fid}/live/now", Now).ForTheMarket();
    }

    private static PageResult Show(HttpContext context, LedgerIndex index, string fid)
    {
        using var session = index.Read();
        var model = ModelsApi.Require(session, fid).Record;
        return new PageResult(Layout.Page(context, $"{model.Title}, live", Html.Of(
            $"""
            <h1><a href="/models/{fid}">{model.Title}</a>, live</h1>
            <div id="now" data-live="{fid}" aria-live="polite">{Inner(session, model)}</div>
            <p class="hint" id="link" role="status">Without JavaScript this page shows the moment it was opened.</p>
            <section aria-labelledby="events"><h2 id="events">Events</h2><ol id="log" class="log" reversed></ol></section>
            """), "live.js"));
    }

    private static PageResult Now(LedgerIndex index, string fid)
    {
        using var session = index.Read();
        return new PageResult(Inner(session, ModelsApi.Require(session, fid).Record));
    }

    private static Html Inner(IndexSession session, ModelRecord model)
    {
        var closed = Accuracies.LastClosed(session, model);
        return Html.Of(
            $"""
            {Parts.Facts(
                ("Stage", Parts.Badge(model.Stage)),
                ("Since", Words.Time(model.StageSince)),
                ("Iterations", Html.Of($"{Words.Amount(closed)} of {Words.Amount(model.Terms.Iterations)}")),
                ("Accuracy, as stated", Html.Of($"{(Accuracies.Latest(session, model) is { } ppm ? Words.Percent(ppm) : "not stated yet")}")))}
            <progress max="{model.Terms.Iterations}" value="{closed}" aria-label="Iterations closed">{closed} of {model.Terms.Iterations}</progress>
            {(model.Stage == ModelStage.Training && closed < model.Terms.Iterations ? Iteration(session, model, closed + 1) : Waiting(session, model))}
            """);
    }

    private static Html Waiting(IndexSession session, ModelRecord model) => model.Stage switch
    {
        ModelStage.Recruiting => Html.Of($"<p>{Words.Count(session.Count(Keys.Intentions(model.Fid)), "trainer wants", "trainers want")} to join; {Words.Count(model.Terms.MinTrainers, "is", "are")} needed. Recruitment ends {Words.Time(model.RecruitUntil)}.</p>"),
        ModelStage.Preparing => Html.Of($"<p>The authority deals the keys, and the members confirm their shares.</p>"),
        ModelStage.Training => Html.Of($"<p>All iterations are done. {Words.Count(session.Count(Keys.Attestations(model.Fid)), "member has", "members have")} attested the finished model.</p>"),
        ModelStage.Finished => Html.Of($"""<p>The model is finished. <a href="/models/{model.Fid}">See it on the market</a></p>"""),
        _ => Html.Of($"<p>The federation ended without a model.</p>"),
    };

    private static Html Iteration(IndexSession session, ModelRecord model, int iteration)
    {
        var fid = model.Fid;
        var gradients = Authors(session.List<GradientEntry>(Keys.Gradients(fid, iteration), null, model.Dps.Count + 1), entry => entry.Author);
        var aggregates = Authors(session.List<AggregateEntry>(Keys.Aggregates(fid, iteration), null, PageQuery.MaxLimit), entry => entry.Author);
        var shares = Authors(session.List<ShareEntry>(Keys.Shares(fid, iteration), null, model.Dps.Count + 1), entry => entry.Author);
        var leader = session.Find<LeaderEntry>(Keys.Leader(fid, iteration))?.Record.Leader;
        var rows = model.Dps.Select(dpId => (IReadOnlyList<Html>)
        [
            Html.Of($"{Parts.Trainer(session, dpId)}{(dpId == leader ? Html.Of($""" <span class="badge good">leader</span>""") : null)}"),
            Done(gradients.Contains(dpId)),
            Done(aggregates.Contains(dpId)),
            Done(shares.Contains(dpId)),
        ]);
        var step = leader is not null ? "unmasking" : gradients.Count >= model.Active.Count ? "aggregating" : "collecting masked gradients";
        return Html.Of($"""<h2>Iteration {iteration}: {step}</h2>{Parts.Table($"Iteration {iteration}", ["Trainer", "Masked gradient", "Aggregate", "Share"], rows, "No members")}""");
    }

    private static HashSet<string> Authors<T>(IReadOnlyList<(string Key, Recorded<T> Record)> entries, Func<T, string> author) =>
        [.. entries.Select(entry => author(entry.Record.Record))];

    private static Html Done(bool done) => done ? Html.Of($"""<span class="done">done</span>""") : Html.Of($"""<span class="open">not yet</span>""");
}
