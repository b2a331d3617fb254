using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Reports of faults that the contract verifies itself.</summary>
internal static class ReportsApi
{
    private static readonly RecordResource<ReportRecord> Resource = new("report", id => Keys.Report(Parameters.TransactionId(id)));

    public static void Map(RouteGroupBuilder v1)
    {
        var reports = v1.MapGroup("/reports").WithTags("Reports");
        reports.MapGet("/", List).WithName("ListReports").ForSignedIn().WithSummary("Reports of misbehavior, filtered, sorted and in pages")
            .WithDescription("sort is at or deadline; a minus before it descends. Default: -at.").Produces<ListOf<Recorded<ReportRecord>>>().ProducesProblem(400);
        reports.MapGet("/{reportId}", (HttpContext context, LedgerIndex index, string reportId) => Resource.One(context, index, reportId))
            .WithName("GetReport").ForSignedIn().WithSummary("One report and what became of it").Produces<Recorded<ReportRecord>>().ProducesProblem(404);
        reports.MapPost("/", (LedgerCall call, ReportMisbehavior input) => call.SubmitAsync(Misbehavior.Contract, Misbehavior.Report, input))
            .For(Role.Reporter | Role.Trainer).Submits("ReportMisbehavior", "Report a fault, which the contract verifies and settles at once; costs f_1");
        reports.MapPost("/{reportId}/answer", Answer).For(Role.Trainer)
            .Submits("AnswerChallenge", "As the accused, open the share that a report challenges");
        reports.MapPost("/{reportId}/settlement", Settle).ForSignedIn()
            .Submits("SettleChallenge", "Settle a challenge that was not answered in time; anyone may");
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? state, string? kind, string? fid, string? accused, string? reporter, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(sort, CaseSort.At);
        var query = new ReportQuery(
            Parameters.Named<ReportState>("state", state), Parameters.Named<FaultKind>("kind", kind), fid, accused, reporter, by, descending, page.Most,
            Parameters.After(CaseQueries.ReportTable, by, page));
        using var session = index.Read();
        return Answers.List(context, session, session.Reports(query));
    }

    private static Task<IResult> Answer(LedgerCall call, string reportId, ChallengeAnswer input)
    {
        var report = call.Read(session => Resource.Require(session, reportId)).Record;
        call.RequireSelf(report.Accused, "the answer");
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.Answer, new AnswerChallenge(reportId, input.Key));
    }

    private static Task<IResult> Settle(LedgerCall call, string reportId)
    {
        call.Read(session => Resource.Require(session, reportId));
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.SettleChallenge, new ReportReference(reportId));
    }
}
