using FLChain.Core.Requests;
using FLChain.Gateway.Judging;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Accusations and inspections that people judge: made or drawn, judged, appealed, settled.</summary>
internal static class AccusationsApi
{
    private static readonly RecordResource<AccusationRecord> Resource = new("accusation", id => Keys.Accusation(Parameters.TransactionId(id)));

    public static void Map(RouteGroupBuilder v1)
    {
        var accusations = v1.MapGroup("/accusations").WithTags("Accusations");
        accusations.MapGet("/", List).WithName("ListAccusations").ForSignedIn().WithSummary("Accusations, filtered, sorted and in pages")
            .WithDescription("open: whether something is still due; with sort=deadline the queue of the authority. sort is at or deadline; a minus before it descends. Default: -at.")
            .Produces<ListOf<Recorded<AccusationRecord>>>().ProducesProblem(400);
        accusations.MapGet("/{reportId}", (HttpContext context, LedgerIndex index, string reportId) => Resource.One(context, index, reportId))
            .WithName("GetAccusation").ForSignedIn().WithSummary("One accusation with the judgment that stands").Produces<Recorded<AccusationRecord>>().ProducesProblem(404);
        accusations.MapGet("/{reportId}/versions", (HttpContext context, LedgerIndex index, string reportId, [AsParameters] PageQuery page) => Resource.Versions(context, index, reportId, page))
            .WithName("ListAccusationVersions").ForSignedIn().WithSummary("Every version of an accusation, the newest first: its judgments and appeals")
            .Produces<ListOf<Recorded<AccusationRecord>>>().ProducesProblem(404);
        accusations.MapPost("/", (LedgerCall call, ReportUnqualified input) => call.SubmitAsync(Misbehavior.Contract, Misbehavior.ReportUnqualified, input))
            .For(Role.Reporter | Role.Trainer).Submits("AccuseTrainer", "Accuse a trainer of being unqualified or its data of being illegal, for people to judge; costs f_2");
        accusations.MapPost("/inspections", (LedgerCall call, OpenInspection input) => call.SubmitAsync(Misbehavior.Contract, Misbehavior.OpenInspection, input))
            .For(Role.Reporter | Role.Trainer | Role.Authority | Role.Auditor)
            .Submits("OpenInspection", "Have a gradient that the beacon has drawn inspected; costs nothing and suspends nobody");
        accusations.MapPost("/{reportId}/judgment-drafts", Draft).For(Role.Authority).Once().WithName("DraftJudgment")
            .WithSummary("The judgment that is due, in the form that judges sign; signed where the gateway keeps the caller's judge's key").Produces<JudgmentDraft>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        accusations.MapPost("/{reportId}/judgments", Judge).For(Role.Authority)
            .Submits("SubmitJudgment", "Submit a judgment with its signatures; the caller's own is added where the gateway keeps its judge's key");
        accusations.MapPost("/{reportId}/appeal", Appeal).ForSignedIn()
            .Submits("AppealJudgment", "Appeal a first judgment as its loser; costs f_2");
        accusations.MapPost("/{reportId}/settlement", Settle).ForSignedIn()
            .Submits("SettleJudgment", "Execute a judgment that nobody appealed in time or whose appeal nobody decided, or let an accusation lapse that nobody judged; anyone may");
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? state, bool? open, string? accused, string? reporter, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(sort, CaseSort.At);
        var query = new AccusationQuery(
            Parameters.Named<AccusationState>("state", state), open, accused, reporter, by, descending, page.Most, Parameters.After(CaseQueries.AccusationTable, by, page));
        using var session = index.Read();
        return Answers.List(context, session, session.Accusations(query));
    }

    private static IResult Draft(LedgerCall call, JudgmentDesk desk, string reportId, JudgmentInput input) =>
        Results.Ok(desk.Draft(call.User, Require(call, reportId), input));

    private static Task<IResult> Judge(LedgerCall call, JudgmentDesk desk, string reportId, SignedJudgmentInput input)
    {
        Require(call, reportId);
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.Judge, desk.Complete(call.User, reportId, input));
    }

    private static Task<IResult> Appeal(LedgerCall call, string reportId)
    {
        if (Require(call, reportId) is { Judgment: { } judgment } accusation)
            call.RequireSelf(judgment.Verdict == Verdict.Guilty ? accusation.Accused : accusation.Reporter, "the appeal");
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.Appeal, new ReportReference(reportId));
    }

    private static Task<IResult> Settle(LedgerCall call, string reportId)
    {
        Require(call, reportId);
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.SettleJudgment, new ReportReference(reportId));
    }

    private static AccusationRecord Require(LedgerCall call, string reportId) => call.Read(session => Resource.Require(session, reportId)).Record;
}
