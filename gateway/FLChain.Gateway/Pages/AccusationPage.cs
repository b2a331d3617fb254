using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Core.Requests;
using FLChain.Gateway.Judging;
using FLChain.Gateway.Market;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>An accusation: claim, evidence, judgment; and the forms to judge it, to appeal, and to settle it when its time is over.</summary>
internal static class AccusationPage
{
    private const string Contract = TransactionNames.Misbehavior.Contract;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/reports/{reportId}", Show).ForSignedIn();
        pages.MapForm("/reports/{reportId}/judgment", JudgeAsync).For(Role.Authority);
        pages.MapForm("/reports/{reportId}/appeal", AppealAsync).ForSignedIn();
        pages.MapForm("/reports/{reportId}/settlement", SettleAsync).ForSignedIn();
    }

    private static PageResult Show(HttpContext context, LedgerIndex index, EvidenceStore evidence, TimeProvider time, string reportId)
    {
        using var session = index.Read();
        var found = Require(session, reportId);
        var (accusation, user) = (found.Record, context.RequireUser());
        var content = Html.Of(
            $"""
            <header class="title"><h1>{(accusation.Inspects is null ? "Accusation" : "Inspection")} of {Parts.Trainer(session, accusation.Accused)}</h1><p>{Parts.Badge(accusation.State)} {(accusation.Judgment is { } judgment ? Parts.Badge(judgment.Verdict) : null)}</p></header>
            <blockquote>{accusation.Claim}</blockquote>
            {Parts.Facts(
                ("Reported by", Words.Id(accusation.Reporter)),
                ("When", Words.Time(accusation.At)),
                ("Due by", Words.Time(accusation.Deadline)),
                ("Models concerned", accusation.Models.Count == 0 ? Html.Of($"none") : Html.Join(", ", accusation.Models.Select(fid => Html.Of($"""<a href="/models/{fid}">{fid}</a>""")))),
                ("Fee paid", Html.Of($"{Words.Amount(accusation.Fee)}")),
                ("Newest version", Parts.Place(found)))}
            {Evidence(user, accusation, evidence)}
            {Judgment(accusation.Judgment)}
            {Next(context, session, accusation, time.GetUtcNow().ToUnixTimeMilliseconds())}
            """);
        return new PageResult(Layout.Page(context, "Accusation", content));
    }

    // Evidence may be about people: it is for the judges and for who wrote it.
    private static Html Evidence(GatewayUser user, AccusationRecord accusation, EvidenceStore evidence) => Html.Of(
        $"""
        <section aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
        {(user.Has(Role.Authority) || user.PartyId == accusation.Reporter
            ? evidence.Find(accusation.EvidenceDigest) is { } text ? Html.Of($"<pre>{text}</pre>") : Html.Of($"<p>It is kept elsewhere; ask the reporter for it.</p>")
            : Html.Of($"<p>It is for the judges.</p>"))}
        <p class="hint">SHA-512 {Words.Id(accusation.EvidenceDigest)}</p></section>
        """);

    private static Html? Judgment(Judgment? judgment) => judgment is null ? null : Html.Of(
        $"""
        <section aria-labelledby="judgment"><h2 id="judgment">Judgment</h2>
        {Parts.Facts(("Verdict", Parts.Badge(judgment.Verdict)), ("Instance", Html.Of($"{judgment.Instance}")), ("Decided", Words.Time(judgment.DecidedAt)))}
        <p>{judgment.Findings}</p>
        <ul>{judgment.Models.Select(model => Html.Of($"""<li><a href="/models/{model.Fid}">{model.Fid}</a>: {(model.Legal ? "may be sold" : "forbidden")}</li>"""))}</ul></section>
        """);

    private static Html? Next(HttpContext context, IndexSession session, AccusationRecord accusation, long now)
    {
        var user = context.RequireUser();
        var path = $"/reports/{accusation.ReportId}";
        if (accusation.Deadline == 0) return null;
        var time = CaseTimes.At(accusation.Deadline, session.Find<Policy>(Keys.Policy)?.Record.ClockSkewSeconds ?? 0, now);
        if (time == CaseTime.Over) return Html.Of($"""<p>Its time is over. In a moment it can be settled.</p>""");
        if (time == CaseTime.Due)
            return Html.Of($"""<form class="stack" method="post" action="{path}/settlement">{Form.Once(context)}<p>Its time is over.</p><button>Settle it</button></form>""");
        if (accusation.State is AccusationState.Pending or AccusationState.Appealed)
            return user.Has(Role.Authority) ? JudgmentForm(context, session, accusation) : null;
        return user.PartyId == Loser(accusation)
            ? Html.Of($"""<form class="stack" method="post" action="{path}/appeal">{Form.Once(context)}<p>You lost. An appeal costs the fee of a report, and its decision is final.</p><button>Appeal</button></form>""")
            : null;
    }

    private static Html JudgmentForm(HttpContext context, IndexSession session, AccusationRecord accusation) => Html.Of(
        $"""
        <section aria-labelledby="judge"><h2 id="judge">Judge it</h2>
        {(session.Find<Policy>(Keys.Policy)?.Record.JudgesNeeded > 1 ? Html.Of($"""<p class="notice warn">The policy wants several judges' signatures: collect them by <code>/v1/accusations</code>.</p>""") : null)}
        <form class="stack" method="post" action="/reports/{accusation.ReportId}/judgment">{Form.Once(context)}
        <fieldset><legend>Verdict</legend>
        <label class="choice"><input type="radio" name="verdict" value="guilty" required> The claim holds: the trainer is unqualified and loses its deposit</label>
        <label class="choice"><input type="radio" name="verdict" value="dismissed"> The claim does not hold</label></fieldset>
        {(accusation.Models.Count == 0 ? null : Html.Of(
            $"""
            <fieldset><legend>If it holds, models that may be sold all the same</legend>
            {accusation.Models.Select(fid => Html.Of($"""<label class="choice"><input type="checkbox" name="legal" value="{fid}"> {fid}</label>"""))}</fieldset>
            """))}
        <label>Findings, for everyone to read <input name="findings" required maxlength="4000"></label>
        <button>Sign and submit the judgment</button></form></section>
        """);

    private static async Task<IResult> JudgeAsync(HttpContext context, LedgerIndex index, FormSubmitter forms, JudgmentDesk desk, string reportId)
    {
        var (form, user) = (context.Request.Form, context.RequireUser());
        var accusation = Read(index, reportId);
        var verdict = Parameters.Named<Verdict>("verdict", form["verdict"].ToString())!.Value;
        string[] legal = verdict == Verdict.Guilty ? [.. form["legal"].OfType<string>()] : [];
        var findings = form["findings"].ToString().Trim();
        await forms.SubmitAsync(context, Contract, TransactionNames.Misbehavior.Judge, () =>
        {
            var draft = desk.Draft(user, accusation, new JudgmentInput(verdict, findings, legal));
            return desk.Complete(user, reportId, new SignedJudgmentInput(draft.Judgment));
        });
        return Results.LocalRedirect($"/reports/{reportId}");
    }

    private static async Task<IResult> AppealAsync(HttpContext context, LedgerIndex index, FormSubmitter forms, string reportId)
    {
        if (Loser(Read(index, reportId)) != context.RequireUser().PartyId) throw Problem.Forbidden("only who lost may appeal");
        await forms.SubmitAsync(context, Contract, TransactionNames.Misbehavior.Appeal, () => new ReportReference(reportId));
        return Results.LocalRedirect($"/reports/{reportId}");
    }

    private static async Task<IResult> SettleAsync(HttpContext context, LedgerIndex index, FormSubmitter forms, string reportId)
    {
        Read(index, reportId);
        await forms.SubmitAsync(context, Contract, TransactionNames.Misbehavior.SettleJudgment, () => new ReportReference(reportId));
        return Results.LocalRedirect($"/reports/{reportId}");
    }

    private static string? Loser(AccusationRecord accusation) =>
        accusation.Judgment is { } judgment ? judgment.Verdict == Verdict.Guilty ? accusation.Accused : accusation.Reporter : null;

    private static AccusationRecord Read(LedgerIndex index, string reportId)
    {
        using var session = index.Read();
        return Require(session, reportId).Record;
    }

    private static Recorded<AccusationRecord> Require(IndexSession session, string reportId) =>
        session.Find<AccusationRecord>(Keys.Accusation(Parameters.TransactionId(reportId))) ?? throw Problem.NotFound("there is no such accusation");
}
