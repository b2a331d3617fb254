using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Gateway.Access;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;

namespace FLChain.Gateway.Rest;

/// <summary>Trainers: list, record, reliability over time, federations.</summary>
internal static class TrainersApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var trainers = v1.MapGroup("/trainers").WithTags("Trainers").ForTheMarket();
        trainers.MapGet("/", List).WithName("ListTrainers").WithSummary("Trainers, filtered, sorted and in pages")
            .WithDescription("sort is rely or samples; a minus before it descends. Default: -rely.")
            .Produces<ListOf<Recorded<TrainerRecord>>>().ProducesProblem(400);
        trainers.MapGet("/{dpId}", One).WithName("GetTrainer").WithSummary("One trainer").Produces<Recorded<TrainerRecord>>().ProducesProblem(404);
        trainers.MapGet("/{dpId}/versions", Versions).WithName("ListTrainerVersions").WithSummary("Every version of a trainer's record, the newest first: its reliability over time")
            .Produces<ListOf<Recorded<TrainerRecord>>>().ProducesProblem(404);
        trainers.MapGet("/{dpId}/federations", Federations).WithName("ListFederations").WithSummary("Models that a trainer trained or trains")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(404);
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? search, string? msp, string? status, bool? available, string? sort, int? limit, string? cursor)
    {
        var (by, descending) = Parameters.Sort(sort, TrainerSort.Rely);
        var after = Parameters.Cursor(cursor, 2);
        if (!MarketQueries.IsCursor(after, isText: false)) throw Parameters.BadCursor;
        var query = new TrainerQuery(
            Parameters.Search(search), msp, Parameters.Named<TrainerStatus>("status", status), available, by, descending, Parameters.Limit(limit), after);
        using var session = index.Read();
        var page = session.Trainers(query);
        return Answers.Versioned(context, new ListOf<Recorded<TrainerRecord>>(page.Items, page.Next), $"h{session.Blocks()}");
    }

    private static IResult One(HttpContext context, LedgerIndex index, string dpId)
    {
        using var session = index.Read();
        var trainer = Require(session, dpId);
        return Answers.Versioned(context, trainer, $"{trainer.Block}.{trainer.Position}");
    }

    private static IResult Versions(LedgerIndex index, string dpId, int? limit, string? cursor)
    {
        using var session = index.Read();
        Require(session, dpId);
        var most = Parameters.Limit(limit);
        var versions = session.History<TrainerRecord>(Keys.Trainer(dpId), Parameters.PlaceCursor(cursor), most + 1);
        return Results.Ok(Parameters.Page(versions, most, Parameters.After));
    }

    private static IResult Federations(LedgerIndex index, string dpId)
    {
        using var session = index.Read();
        var models = Require(session, dpId).Record.Flms.Select(fid => session.Find<ModelRecord>(Keys.Model(fid))).OfType<Recorded<ModelRecord>>();
        return Results.Ok(new ListOf<Recorded<ModelRecord>>([.. models], null));
    }

    private static Recorded<TrainerRecord> Require(IndexSession session, string dpId) =>
        session.Find<TrainerRecord>(Keys.Trainer(Parameters.PartyId(dpId))) ?? throw Problem.NotFound($"there is no trainer {dpId}");
}
