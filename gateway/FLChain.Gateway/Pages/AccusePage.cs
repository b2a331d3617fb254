using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Core.Requests;
using FLChain.Gateway.Market;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Pages;

/// <summary>Reporting that a trainer is unqualified or its data illegal, for people to judge.</summary>
internal static class AccusePage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/trainers/{dpId}/report", Show).For(Role.Reporter | Role.Trainer);
        pages.MapForm("/trainers/{dpId}/report", AccuseAsync).For(Role.Reporter | Role.Trainer);
    }

    private static PageResult Show(HttpContext context, LedgerIndex index, string dpId)
    {
        using var session = index.Read();
        var trainer = TrainerPage.Require(session, dpId).Record;
        var policy = session.Find<Policy>(Keys.Policy)?.Record;
        return new PageResult(Layout.Page(context, $"Report {trainer.Pseudonym}", Html.Of(
            $"""
            <h1>Report <a href="/trainers/{dpId}">{trainer.Pseudonym}</a></h1>
            <p>Report a trainer that is unqualified, or whose data are illegal. Until judges have decided, it takes no part in anything and its models cannot be bought.
            {(policy is null ? null : Html.Of($"It costs {Words.Amount(policy.UnqualifiedReportFee)}; if the judges agree you get {Words.Amount(policy.UnqualifiedReportReward)}, if they do not, the fee is lost."))}</p>
            <form class="stack" method="post" action="/trainers/{dpId}/report">{Form.Once(context)}
            <label>Claim, for everyone to read <input name="claim" required maxlength="1000"></label>
            <label>Evidence, for the judges; the ledger gets its SHA-512 alone <textarea name="evidence" required rows="8" maxlength="{EvidenceStore.MaxLength}"></textarea></label>
            <button>Report</button>
            </form>
            """)));
    }

    private static async Task<IResult> AccuseAsync(HttpContext context, LedgerIndex index, FormSubmitter forms, EvidenceStore evidence, string dpId)
    {
        using (var session = index.Read()) TrainerPage.Require(session, dpId);
        var (claim, text) = (context.Request.Form["claim"].ToString().Trim(), context.Request.Form["evidence"].ToString());
        if (claim.Length is 0 or > 1_000 || claim.Any(char.IsControl)) throw Problem.BadRequest("a claim has 1 to 1,000 characters on one line");
        if (text.Length is 0 or > EvidenceStore.MaxLength) throw Problem.BadRequest($"evidence has 1 to {EvidenceStore.MaxLength} characters");
        var digest = evidence.Keep(text);
        var accused = await forms.SubmitAsync(
            context, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.ReportUnqualified, () => new ReportUnqualified(dpId, claim, digest));
        return Results.LocalRedirect($"/reports/{accused.TransactionId}");
    }
}
