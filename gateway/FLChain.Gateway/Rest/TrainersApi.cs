using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Trainers: list, record, reliability over time, federations; registering and changing one's own record.</summary>
internal static class TrainersApi
{
    private static readonly RecordResource<TrainerRecord> Resource = new("trainer", dpId => Keys.Trainer(Parameters.PartyId(dpId)));

    public static void Map(RouteGroupBuilder v1)
    {
        var trainers = v1.MapGroup("/trainers").WithTags("Trainers").ForTheMarket();
        trainers.MapGet("/", List).WithName("ListTrainers").WithSummary("Trainers, filtered, searched, sorted and in pages")
            .WithDescription("search: words, each the beginning of a word of dpId, pseudonym or description. sort is rely or samples; a minus before it descends. Default: -rely.")
            .Produces<ListOf<Recorded<TrainerRecord>>>().ProducesProblem(400);
        trainers.MapGet("/{dpId}", (HttpContext context, LedgerIndex index, string dpId) => Resource.One(context, index, dpId))
            .WithName("GetTrainer").WithSummary("One trainer").Produces<Recorded<TrainerRecord>>().ProducesProblem(404);
        trainers.MapGet("/{dpId}/versions", (HttpContext context, LedgerIndex index, string dpId, [AsParameters] PageQuery page) => Resource.Versions(context, index, dpId, page))
            .WithName("ListTrainerVersions").WithSummary("Every version of a trainer's record, the newest first: its reliability over time")
            .Produces<ListOf<Recorded<TrainerRecord>>>().ProducesProblem(404);
        trainers.MapGet("/{dpId}/federations", Federations).WithName("ListFederations").WithSummary("Models that a trainer trained or trains")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(404);
        MapWrites(v1.MapGroup("/trainers").WithTags("Trainers"));
    }

    private static void MapWrites(RouteGroupBuilder trainers)
    {
        trainers.MapPost("/", (LedgerCall call, RegisterTrainer input) => call.SubmitAsync(Registry.Contract, Registry.RegisterTrainer, input))
            .For(Role.Trainer).Submits("RegisterTrainer", "Register as a trainer; d_DP is frozen");
        trainers.MapPost("/{dpId}/versions", Update).For(Role.Trainer).Submits("UpdateTrainer", "Write a new version of one's record; what is absent stays");
        trainers.MapPost("/{dpId}/availability", SetAvailability).For(Role.Trainer).Submits("SetAvailability", "Say whether one takes new federations");
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? search, string? msp, string? status, bool? available, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(sort, TrainerSort.Rely);
        var query = new TrainerQuery(
            Parameters.Search(search), msp, Parameters.Named<TrainerStatus>("status", status), available, by, descending, page.Most,
            Parameters.After(MarketQueries.TrainerTable, by, page));
        using var session = index.Read();
        return Answers.List(context, session, session.Trainers(query));
    }

    private static IResult Federations(HttpContext context, LedgerIndex index, string dpId)
    {
        using var session = index.Read();
        var models = Resource.Require(session, dpId).Record.Flms.Select(fid => session.Find<ModelRecord>(Keys.Model(fid))).OfType<Recorded<ModelRecord>>();
        return Answers.List(context, session, new ListOf<Recorded<ModelRecord>>([.. models], null));
    }

    private static Task<IResult> Update(LedgerCall call, string dpId, UpdateTrainer input) => OfOwn(call, dpId, Registry.UpdateTrainer, input);

    private static Task<IResult> SetAvailability(LedgerCall call, string dpId, SetAvailability input) => OfOwn(call, dpId, Registry.SetAvailability, input);

    private static Task<IResult> OfOwn(LedgerCall call, string dpId, string transaction, object request)
    {
        call.Read(session => Resource.Require(session, dpId));
        call.RequireSelf(dpId, "the record");
        return call.SubmitAsync(Registry.Contract, transaction, request);
    }
}
