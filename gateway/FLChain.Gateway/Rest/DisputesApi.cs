using FLChain.Core.Encoding;
using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Disputes of impossible sums: opened by a member, followed by the contributors' seeds and the authority's finding.</summary>
internal static class DisputesApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var disputes = v1.MapGroup("/disputes").WithTags("Disputes");
        disputes.MapGet("/", List).WithName("ListDisputes").ForSignedIn().WithSummary("Disputes of impossible sums, filtered, sorted and in pages")
            .WithDescription("open: whether seeds or a culprit are awaited. sort is at or deadline; a minus before it descends. Default: -at.")
            .Produces<ListOf<Recorded<DisputeRecord>>>().ProducesProblem(400);
        disputes.MapGet("/{fid}/{iteration:int}", One).WithName("GetDispute").ForSignedIn().WithSummary("One dispute with the seeds that were opened")
            .Produces<DisputeAnswer>().ProducesProblem(404);
        disputes.MapPost("/", Open).For(Role.Trainer)
            .Submits("OpenDispute", "As a member, show that the unmasked sum of an iteration is impossible; this halts the federation");
        disputes.MapPost("/{fid}/{iteration:int}/openings", Submit).For(Role.Trainer)
            .Submits("SubmitOpening", "As a contributor, open one's seed to the authority");
        disputes.MapPost("/{fid}/{iteration:int}/convictions", Convict).For(Role.Authority)
            .Submits("ConvictOpening", "Show by the opening of a seed who the culprit is");
        disputes.MapPost("/{fid}/{iteration:int}/expiry", Expire).ForSignedIn()
            .Submits("ExpireDispute", "End a dispute whose time is over: convicts who opened nothing, or lets it lapse; anyone may");
    }

    private static IResult List(HttpContext context, LedgerIndex index, string? state, bool? open, string? fid, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(sort, CaseSort.At);
        var query = new DisputeQuery(Parameters.Named<DisputeState>("state", state), open, fid, by, descending, page.Most, Parameters.After(CaseQueries.DisputeTable, by, page));
        using var session = index.Read();
        return Answers.List(context, session, session.Disputes(query));
    }

    private static IResult One(HttpContext context, LedgerIndex index, string fid, int iteration)
    {
        using var session = index.Read();
        var answer = Require(session, fid, iteration);
        return Answers.Versioned(context, answer, $"{answer.Dispute.Block}.{answer.Dispute.Position}.{answer.Openings.Count}");
    }

    private static Task<IResult> Open(LedgerCall call, SumDisputeInput input)
    {
        if (!call.Read(session => ModelsApi.Require(session, input.Fid)).Record.Dps.Contains(call.User.PartyId)) throw Problem.Forbidden($"this is for the members of {input.Fid}");
        var evidence = CanonicalJson.Encode(new DisputeEvidence(input.Shares));
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.OpenDispute, new OpenDispute(input.Fid, input.Iteration, Naming.Digest(evidence)), evidence);
    }

    private static Task<IResult> Submit(LedgerCall call, string fid, int iteration, OpeningInput input)
    {
        var dispute = call.Read(session => Require(session, fid, iteration)).Dispute.Record;
        if (!dispute.Contributors.Contains(call.User.PartyId)) throw Problem.Forbidden("only contributors to the iteration open their seeds");
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.SubmitOpening, new SubmitOpening(fid, iteration, input.Envelope));
    }

    private static Task<IResult> Convict(LedgerCall call, string fid, int iteration, ConvictionInput input)
    {
        call.Read(session => Require(session, fid, iteration));
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.ConvictOpening, new ConvictOpening(fid, iteration, input.Accused, input.Opening));
    }

    private static Task<IResult> Expire(LedgerCall call, string fid, int iteration)
    {
        call.Read(session => Require(session, fid, iteration));
        return call.SubmitAsync(Misbehavior.Contract, Misbehavior.ExpireDispute, new RoundReference(fid, iteration));
    }

    private static DisputeAnswer Require(IndexSession session, string fid, int iteration) =>
        iteration >= 0 && session.FindDispute(Parameters.Fid(fid), iteration) is var (dispute, openings)
            ? new DisputeAnswer(dispute, openings)
            : throw Problem.NotFound($"there is no dispute of iteration {iteration} of {fid}");
}
