using FLChain.Core.Filters;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Gateway.Access;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;

namespace FLChain.Gateway.Rest;

/// <summary>Models: list, search, one, its versions, its training.</summary>
internal static class ModelsApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var models = v1.MapGroup("/models").WithTags("Models").ForTheMarket();
        models.MapGet("/", List).WithName("ListModels").WithSummary("Models, filtered, sorted and in pages")
            .WithDescription("sort is published, changed, price or title; a minus before it descends. Default: -published.")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(400);
        models.MapGet("/{fid}", One).WithName("GetModel").WithSummary("One model").Produces<ModelAnswer>().ProducesProblem(404);
        models.MapGet("/{fid}/versions", Versions).WithName("ListModelVersions").WithSummary("Every version of a model's record, the newest first")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(404);
        models.MapGet("/{fid}/training", Training).WithName("ListIterations").WithSummary("Closed iterations with their leaders, the newest first")
            .Produces<ListOf<IterationAnswer>>().ProducesProblem(404);
        models.MapGet("/{fid}/intentions", Intentions).WithName("ListIntentions").WithSummary("Intentions of trainers to join")
            .Produces<ListOf<Recorded<IntentionRecord>>>().ProducesProblem(404);
        models.MapGet("/{fid}/evaluations", Evaluations).WithName("ListEvaluations").WithSummary("Evaluations by buyers, applied ones too, the newest first")
            .Produces<ListOf<Recorded<ModelRating>>>().ProducesProblem(404);
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? search, string? status, string? stage, string? task, string? publisher, string? sort, int? limit, string? cursor)
    {
        var (by, descending) = Parameters.Sort(sort, ModelSort.Published);
        var after = Parameters.Cursor(cursor, 2);
        if (!MarketQueries.IsCursor(after, by == ModelSort.Title)) throw Parameters.BadCursor;
        var query = new ModelQuery(
            Parameters.Search(search), Parameters.Named<ModelStatus>("status", status), Parameters.Named<ModelStage>("stage", stage),
            task, publisher, by, descending, Parameters.Limit(limit), after);
        using var session = index.Read();
        var page = session.Models(query);
        return Answers.Versioned(context, new ListOf<Recorded<ModelRecord>>(page.Items, page.Next), $"h{session.Blocks()}");
    }

    private static IResult One(HttpContext context, LedgerIndex index, string fid)
    {
        using var session = index.Read();
        var model = Require(session, fid);
        var answer = new ModelAnswer(model, index.Views.Filter.Ask(fid), session.Count(Keys.Purchases(fid)));
        return Answers.Versioned(context, answer, $"{model.Block}.{model.Position}.{answer.Purchases}");
    }

    private static IResult Versions(LedgerIndex index, string fid, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(session, fid);
        var most = Parameters.Limit(limit);
        var versions = session.History<ModelRecord>(Keys.Model(fid), Parameters.PlaceCursor(cursor), most + 1);
        return Results.Ok(Parameters.Page(versions, most, Parameters.After));
    }

    private static IResult Training(LedgerIndex index, string fid, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(session, fid);
        var most = Parameters.Limit(limit);
        var rounds = session.List<RoundRecord>(LedgerKey.Range("round", fid), KeyCursor(cursor, "round", fid), most + 1, descending: true);
        var page = Parameters.Page(rounds, most, round => Cursor.Write(LedgerKey.Split(round.Key)[2]));
        var iterations = page.Items.Select(round => new IterationAnswer(round.Record, session.Find<LeaderEntry>(Keys.Leader(fid, round.Record.Record.Iteration))));
        return Results.Ok(new ListOf<IterationAnswer>([.. iterations], page.Next));
    }

    private static IResult Intentions(LedgerIndex index, string fid, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(session, fid);
        var most = Parameters.Limit(limit);
        var intentions = session.List<IntentionRecord>(Keys.Intentions(fid), KeyCursor(cursor, "intention", fid), most + 1);
        var page = Parameters.Page(intentions, most, intention => Cursor.Write(LedgerKey.Split(intention.Key)[2]));
        return Results.Ok(new ListOf<Recorded<IntentionRecord>>([.. page.Items.Select(item => item.Record)], page.Next));
    }

    private static IResult Evaluations(LedgerIndex index, string fid, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(session, fid);
        var most = Parameters.Limit(limit);
        var ratings = session.HistoryOfRange<ModelRating>(Keys.ModelRatings(fid), Parameters.PlaceCursor(cursor), most + 1);
        return Results.Ok(Parameters.Page(ratings, most, Parameters.After));
    }

    internal static Recorded<ModelRecord> Require(IndexSession session, string fid) =>
        session.Find<ModelRecord>(Keys.Model(Parameters.Fid(fid))) ?? throw Problem.NotFound($"there is no model {fid}");

    private static string? KeyCursor(string? cursor, string type, string of)
    {
        if (Parameters.Cursor(cursor, 1) is not { } values) return null;
        return LedgerKey.IsAttribute(values[0]) ? LedgerKey.Create(type, of, values[0]) : throw Parameters.BadCursor;
    }
}
