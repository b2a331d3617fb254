using System.Text;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Rest;

/// <summary>What an auditor looks at: blocks, transactions, iterations, proofs, conservation of money, attested roots.</summary>
internal static class AuditApi
{
    // Organizations of a channel are tens.
    private const int MostOrganizations = 1_000;

    public static void Map(RouteGroupBuilder v1)
    {
        var audit = v1.MapGroup("/audit").WithTags("Audit").ForTheMarket();
        audit.MapGet("/blocks", Blocks).WithName("ListBlocks").WithSummary("Blocks, the newest first").Produces<ListOf<BlockEntry>>();
        audit.MapGet("/blocks/{number:long}", Block).WithName("GetBlock").WithSummary("A block with its transactions").Produces<BlockAnswer>().ProducesProblem(404);
        audit.MapGet("/transactions/{id}", Transaction).WithName("GetTransaction").WithSummary("A transaction by its id").Produces<TransactionEntry>().ProducesProblem(404);
        audit.MapGet("/iterations/{fid}/{iteration:int}", Iteration).WithName("GetIteration").WithSummary("Everything the ledger has of one iteration")
            .Produces<IterationEvidence>().ProducesProblem(404);
        audit.MapGet("/proofs/models/{fid}", ModelProof).WithName("ProveModel").WithSummary("Merkle proof of a model's record, or of its absence")
            .WithDescription("block: the newest block that the tree is over; the newest of the index when it is absent.").RequireRateLimiting(RateLimits.Proof).Produces<ProofAnswer>().ProducesProblem(404);
        audit.MapGet("/proofs/trainers/{dpId}", TrainerProof).WithName("ProveTrainer").WithSummary("Merkle proof of a trainer's record, or of its absence")
            .RequireRateLimiting(RateLimits.Proof).Produces<ProofAnswer>().ProducesProblem(404);
        audit.MapGet("/roots", Roots).WithName("ListRoots").WithSummary("Attested roots, the newest height first, and whether they agree")
            .Produces<ListOf<RootsAnswer>>();
        audit.MapGet("/conservation", Conservation).WithName("GetConservation").WithSummary("What was issued, and what all accounts hold together")
            .Produces<ConservationFigures>();
    }

    private static IResult Blocks(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        var before = page.After(1) is { } values ? Parameters.Number(values[0]) : long.MaxValue;
        using var session = index.Read();
        return Answers.List(context, session, page.Cut(most => session.Blocks(before, most), block => Cursor.Write(Parameters.Text(block.Number))));
    }

    private static IResult Block(HttpContext context, LedgerIndex index, long number)
    {
        using var session = index.Read();
        var block = session.FindBlock(number) ?? throw Problem.NotFound($"the index has no block {number}");
        return Answers.Versioned(context, new BlockAnswer(block, session.TransactionsOf(number)), block.Hash);
    }

    private static IResult Transaction(LedgerIndex index, string id)
    {
        using var session = index.Read();
        return Results.Ok(session.FindTransaction(Parameters.TransactionId(id)) ?? throw Problem.NotFound("the index has no such transaction"));
    }

    private static IResult Iteration(LedgerIndex index, string fid, int iteration)
    {
        using var session = index.Read();
        var model = ModelsApi.Require(session, fid).Record;
        if (iteration < 0 || iteration > model.Terms.Iterations) throw Problem.NotFound($"{fid} has no iteration {iteration}");
        var most = model.Dps.Count + 1;
        return Results.Ok(new IterationEvidence(
            [.. session.List<GradientEntry>(Keys.Gradients(fid, iteration), null, most).Select(entry => entry.Record)],
            [.. session.List<AggregateEntry>(Keys.Aggregates(fid, iteration), null, PageQuery.MaxLimit).Select(entry => entry.Record)],
            session.Find<LeaderEntry>(Keys.Leader(fid, iteration)),
            [.. session.List<ShareEntry>(Keys.Shares(fid, iteration), null, most).Select(entry => entry.Record)],
            [.. session.List<EvaluationEntry>(Keys.Evaluations(fid, iteration), null, most).Select(entry => entry.Record)],
            session.Find<RoundRecord>(Keys.Round(fid, iteration))));
    }

    private static IResult ModelProof(LedgerIndex index, string fid, ulong? block) => Prove(index, Keys.Model(Parameters.Fid(fid)), block);

    private static IResult TrainerProof(LedgerIndex index, string dpId, ulong? block) => Prove(index, Keys.Trainer(Parameters.PartyId(dpId)), block);

    private static IResult Prove(LedgerIndex index, string key, ulong? block)
    {
        using var session = index.Read();
        var at = block ?? (ulong)Math.Max(0, session.Blocks() - 1);
        var snapshot = index.Views.At(at, session) ?? throw Problem.NotFound($"the index has no block {at}");
        var bytes = session.FindBytesAt(key, at);
        var attested = session.List<RootRecord>(Keys.Roots((int)at), null, MostOrganizations).Select(root => root.Record.Record);
        return Results.Ok(new ProofAnswer(
            key,
            at,
            snapshot.Tree.RootHex,
            snapshot.Tree.Count,
            bytes is null ? null : Encoding.UTF8.GetString(bytes),
            snapshot.Tree.Prove(key).Encode(),
            [.. attested.Where(root => root.Root == snapshot.Tree.RootHex).Select(root => root.Msp)]));
    }

    private static IResult Roots(HttpContext context, LedgerIndex index, [AsParameters] PageQuery page)
    {
        var before = page.After(1) is { } values ? Parameters.Number(values[0]) : (long?)null;
        using var session = index.Read();
        return Answers.List(context, session, page.Cut<RootsAnswer>(
            most => [.. AttestedRoots.Before(session, before, most).Select(height => RootsAnswer.Of(height, session.FindRoot(height[0].Height)?.Root))],
            answer => Cursor.Write(Parameters.Text(answer.Height))));
    }

    private static IResult Conservation(LedgerIndex index)
    {
        using var session = index.Read();
        var (minted, held, accounts) = session.Conservation();
        return Results.Ok(new ConservationFigures(minted, held, accounts, minted == held, session.Blocks()));
    }
}
