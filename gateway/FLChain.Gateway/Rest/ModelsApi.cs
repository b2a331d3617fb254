using FLChain.Core.Requests;
using static FLChain.Core.TransactionNames;

namespace FLChain.Gateway.Rest;

/// <summary>Models: list, search, one, its versions, its training; publishing and joining.</summary>
internal static class ModelsApi
{
    private static readonly RecordResource<ModelRecord> Resource = new("model", fid => Keys.Model(Parameters.Fid(fid)));

    public static void Map(RouteGroupBuilder v1)
    {
        var models = v1.MapGroup("/models").WithTags("Models").ForTheMarket();
        models.MapGet("/", List).WithName("ListModels").WithSummary("Models, filtered, searched, sorted and in pages")
            .WithDescription("search: words, each the beginning of a word of id, title, task or description. sort is published, changed, price or title; a minus before it descends. Default: -published.")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(400);
        models.MapGet("/{fid}", One).WithName("GetModel").WithSummary("One model").Produces<ModelAnswer>().ProducesProblem(404);
        models.MapGet("/{fid}/versions", (HttpContext context, LedgerIndex index, string fid, [AsParameters] PageQuery page) => Resource.Versions(context, index, fid, page))
            .WithName("ListModelVersions").WithSummary("Every version of a model's record, the newest first")
            .Produces<ListOf<Recorded<ModelRecord>>>().ProducesProblem(404);
        models.MapGet("/{fid}/training", Training).WithName("ListIterations").WithSummary("Closed iterations with their leaders, the newest first")
            .Produces<ListOf<IterationAnswer>>().ProducesProblem(404);
        models.MapGet("/{fid}/intentions", Intentions).WithName("ListIntentions").WithSummary("Intentions of trainers to join")
            .Produces<ListOf<Recorded<IntentionRecord>>>().ProducesProblem(404);
        models.MapGet("/{fid}/evaluations", Evaluations).WithName("ListEvaluations").WithSummary("Evaluations by buyers, applied ones too, the newest first")
            .Produces<ListOf<Recorded<ModelRating>>>().ProducesProblem(404);
        models.MapGet("/{fid}/faults", Faults).WithName("ListFaults").WithSummary("Proven faults of members of its federation, in the order of their iterations")
            .Produces<ListOf<Recorded<FaultRecord>>>().ProducesProblem(404);
        MapWrites(v1.MapGroup("/models").WithTags("Models"));
    }

    private static void MapWrites(RouteGroupBuilder models)
    {
        models.MapPost("/", (LedgerCall call, PublishModel input) => call.SubmitAsync(Federation.Contract, Federation.PublishModel, input))
            .For(Role.Trainer).Submits("PublishModel", "Publish a model to be trained; recruitment begins");
        models.MapPost("/{fid}/intentions", Intend).For(Role.Trainer).Submits("SubmitIntention", "Say that one wants to train a model, and for how much; costs f_CI");
        models.MapPost("/{fid}/intentions/withdrawal", Withdraw).For(Role.Trainer).Submits("WithdrawIntention", "Take one's intention back while the model recruits");
        models.MapPost("/{fid}/evaluations/application", Apply).ForSignedIn()
            .Submits("ApplyEvaluations", "Apply the evaluations of an interval that is over to the reliability of the trainers; anyone may");
    }

    private static IResult List(
        HttpContext context, LedgerIndex index, string? search, string? status, string? stage, string? task, string? publisher, string? sort, [AsParameters] PageQuery page)
    {
        var (by, descending) = Parameters.Sort(sort, ModelSort.Published);
        var query = new ModelQuery(
            Parameters.Search(search), Parameters.Named<ModelStatus>("status", status), Parameters.Named<ModelStage>("stage", stage),
            task, publisher, by, descending, page.Most, Parameters.After(MarketQueries.ModelTable, by, page));
        using var session = index.Read();
        return Answers.List(context, session, session.Models(query));
    }

    private static IResult One(HttpContext context, LedgerIndex index, string fid)
    {
        using var session = index.Read();
        var model = Require(session, fid);
        var answer = new ModelAnswer(model, index.Views.Filter.Ask(fid), session.Count(Keys.Purchases(fid)));
        return Answers.Versioned(context, answer, $"{model.Block}.{model.Position}.{answer.Purchases}");
    }

    private static IResult Training(HttpContext context, LedgerIndex index, string fid, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        var model = Require(session, fid).Record;
        var rounds = page.Range<RoundRecord>(session, LedgerKey.Range("round", fid), descending: true);
        var iterations = rounds.Items.Select(round => new IterationAnswer(
            round, session.Find<LeaderEntry>(Keys.Leader(fid, round.Record.Iteration)), StatedAccuracy.Of(session, model, round.Record.Iteration)));
        return Answers.List(context, session, new ListOf<IterationAnswer>([.. iterations], rounds.Next));
    }

    private static IResult Intentions(HttpContext context, LedgerIndex index, string fid, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        Require(session, fid);
        return Answers.List(context, session, page.Range<IntentionRecord>(session, Keys.Intentions(fid)));
    }

    private static IResult Evaluations(HttpContext context, LedgerIndex index, string fid, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        Require(session, fid);
        return Answers.List(context, session, page.Versions<ModelRating>(session, Keys.ModelRatings(fid)));
    }

    private static IResult Faults(HttpContext context, LedgerIndex index, string fid, [AsParameters] PageQuery page)
    {
        using var session = index.Read();
        Require(session, fid);
        return Answers.List(context, session, page.Range<FaultRecord>(session, Keys.Faults(fid)));
    }

    private static Task<IResult> Intend(LedgerCall call, string fid, IntentionInput input)
    {
        call.Read(session => Require(session, fid));
        return call.SubmitAsync(Federation.Contract, Federation.SubmitIntention, new SubmitIntention(fid, input.ExpectedPrice, input.ExpectedIncome, input.Cost));
    }

    private static Task<IResult> Withdraw(LedgerCall call, string fid)
    {
        call.Read(session => Require(session, fid));
        return call.SubmitAsync(Federation.Contract, Federation.WithdrawIntention, new ModelReference(fid));
    }

    private static Task<IResult> Apply(LedgerCall call, string fid)
    {
        call.Read(session => Require(session, fid));
        return call.SubmitAsync(Incentive.Contract, Incentive.ApplyEvaluations, new ModelReference(fid));
    }

    internal static Recorded<ModelRecord> Require(IndexSession session, string fid) => Resource.Require(session, fid);
}
