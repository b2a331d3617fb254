using FLChain.Core.Reliability;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

public sealed class EvaluationTests : IDisposable
{
    private readonly TrainingWorld _world = new();
    private readonly Play _play;

    public EvaluationTests() => _play = Play.In(_world);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task SubmitGradient_EvaluationInTheFirstIteration_Refused()
    {
        var (request, payload) = _play.Gradient(1, _world.Members[0]);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.SubmitGradient, request with { Evaluations = [] }, payload);
    }

    [Fact]
    public async Task SubmitGradient_EvaluationMissing_Refused()
    {
        await _play.IterateAsync(1);
        var (request, payload) = _play.Gradient(2, _world.Members[0]);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.SubmitGradient, request with { Evaluations = null }, payload);
    }

    public static TheoryData<string> Faults => ["self", "missing", "twice", "order", "stranger", "above", "below", "empty"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SubmitGradient_FaultyEvaluation_Refused(string fault)
    {
        await _play.IterateAsync(1);
        var (request, payload) = _play.Gradient(2, _world.Members[0]);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.SubmitGradient, request with { Evaluations = Faulty(request.Evaluations!, fault) }, payload);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Evaluate_FaultyEvaluation_Refused(string fault)
    {
        await ToTheEndAsync();
        var ratings = Faulty(_play.Ratings(3, _world.Members[0])!, fault);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.Evaluate, new EvaluatePartners(TrainingWorld.Fid, 2, ratings));
    }

    [Fact]
    public async Task SubmitGradient_RatingsAtBothBounds_Accepted()
    {
        await _play.IterateAsync(1);
        var least = _world.Members[^1].PartyId;
        await _play.GiveAsync(2, _world.Members[0], dpId => dpId == least ? 0 : Ratio.One);
        Assert.Equal([Ratio.One, Ratio.One, 0], Said(1, _world.Members[0]).Ratings.Select(rating => rating.Rating));
    }

    [Fact]
    public async Task Accuracy_OfEachIteration_StandsBesideTheRatings()
    {
        await _play.IterateAsync(1);
        var (request, payload) = _play.Gradient(2, _world.Members[0]);
        foreach (var outside in new[] { -1, Ratio.One + 1 })
            await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.SubmitGradient, request with { Accuracy = outside }, payload);
        await _play.SubmitAsync(_world.Members[0], Names.SubmitGradient, request with { Accuracy = 876_543 }, payload);
        Assert.Equal(876_543, Said(1, _world.Members[0]).Accuracy);

        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(2, member);
        Assert.Null(Said(1, _world.Members[1]).Accuracy);
        await FromGradientsToCloseAsync(2);
        var last = new EvaluatePartners(TrainingWorld.Fid, 2, _play.Ratings(3, _world.Members[0])!);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.Evaluate, last with { Accuracy = Ratio.One + 1 });
        await _play.SubmitAsync(_world.Members[0], Names.Evaluate, last with { Accuracy = Ratio.One });
        Assert.Equal(Ratio.One, Said(2, _world.Members[0]).Accuracy);
    }

    [Fact]
    public async Task SubmitGradient_AccuracyBeforeAnyIteration_Refused()
    {
        var (request, payload) = _play.Gradient(1, _world.Members[0]);
        await _play.RefusedAsync(ErrorCodes.BadEvaluation, _world.Members[0], Names.SubmitGradient, request with { Accuracy = 1 }, payload);
    }

    [Fact]
    public async Task Evaluate_BeforeTheEndOrForAnotherIteration_Refused()
    {
        await _play.IterateAsync(1);
        var ratings = _play.Ratings(2, _world.Members[0])!;
        await _play.RefusedAsync(ErrorCodes.WrongPhase, _world.Members[0], Names.Evaluate, new EvaluatePartners(TrainingWorld.Fid, 2, ratings));
        await _play.RefusedAsync(ErrorCodes.WrongIteration, _world.Members[0], Names.Evaluate, new EvaluatePartners(TrainingWorld.Fid, 1, ratings));
    }

    [Fact]
    public async Task Evaluate_NoMemberOrTwice_Refused()
    {
        await ToTheEndAsync();
        var request = new EvaluatePartners(TrainingWorld.Fid, 2, _play.Ratings(3, _world.Members[0])!);
        await _play.RefusedAsync(ErrorCodes.NotMember, _world.Node, Names.Evaluate, request);
        await _play.SubmitAsync(_world.Members[0], Names.Evaluate, request);
        await _play.RefusedAsync(ErrorCodes.AlreadySubmitted, _world.Members[0], Names.Evaluate, request);
    }

    [Fact]
    public async Task Evaluate_AfterTheModelIsFinished_Refused()
    {
        await ToTheEndAsync();
        foreach (var member in _world.Members) await _play.FinishAsync(member);
        await _play.RefusedAsync(ErrorCodes.WrongStage, _world.Members[0], Names.Evaluate, new EvaluatePartners(TrainingWorld.Fid, 2, _play.Ratings(3, _world.Members[0])!));
    }

    [Fact]
    public async Task Standings_OverTwoIterations_TakeTheMedianOfThePartnersRatings()
    {
        var rated = _world.Members[0].PartyId;
        await _play.IterateAsync(1);
        Assert.All(_world.Round(1).Standings, standing => Assert.Equal(Evidence.None, standing.Evidence));

        // Three partners give the first member 1, 2 and 6 parts per million: the median is 2; everyone else gets 800,000.
        var next = new Dictionary<string, int> { [_world.Members[1].PartyId] = 1, [_world.Members[2].PartyId] = 2, [_world.Members[3].PartyId] = 6 };
        foreach (var member in _world.Members) await _play.GiveAsync(2, member, dpId => dpId == rated ? next[member.PartyId] : 800_000);
        await FromGradientsToCloseAsync(2);
        Assert.Equal(_world.Rated(2), _world.Round(2).Standings[0].Evidence);
        Assert.All(_world.Round(2).Standings.Skip(1), standing => Assert.Equal(_world.Rated(800_000), standing.Evidence));
        Assert.All(_world.Round(2).Standings, standing => Assert.Equal(0, standing.Misses));
    }

    [Fact]
    public async Task Finish_MergesStandingsAndTheLastEvaluationsIntoReliability()
    {
        var rated = _world.Members[0];
        await _play.IterateAsync(1);
        await _play.IterateAsync(2, rating: _ => 900_000);
        foreach (var member in _world.Members.Skip(1))
            await _play.SubmitAsync(member, Names.Evaluate, new EvaluatePartners(TrainingWorld.Fid, 2, _play.Ratings(3, member, _ => 600_000)!));
        foreach (var member in _world.Members) await _play.FinishAsync(member);

        var trainer = _world.TrainerOf(rated);
        Assert.Equal(Evidence.None.And(_world.Rated(900_000, 600_000), _world.Policy.ReliabilityMemory), trainer.Evidence);

        // (500,000 · 10 + 900,000 · 0.99 + 600,000) / (10 + 0.99 + 1), rounded down.
        Assert.Equal(541_367, trainer.Rely);
        Assert.Equal([TrainingWorld.Fid], trainer.Engagements);
        Assert.Equal([TrainingWorld.Fid], trainer.Flms);
        Assert.Equal((2, "a"), (trainer.Version, trainer.PreviousTx));
    }

    private EvaluationEntry Said(int iteration, TestIdentity author) =>
        _world.Ledger.Read<EvaluationEntry>(Keys.Evaluation(TrainingWorld.Fid, iteration, author.PartyId))!;

    private async Task ToTheEndAsync()
    {
        await _play.IterateAsync(1);
        await _play.IterateAsync(2);
    }

    private async Task FromGradientsToCloseAsync(int iteration)
    {
        foreach (var member in _world.Members) await _play.AggregateAsync(iteration, member);
        await _play.ElectAsync(iteration);
        foreach (var member in _world.Members) await _play.UnmaskAsync(iteration, member);
        await _play.CloseAsync(iteration);
    }

    private PartnerRating[] Faulty(IReadOnlyList<PartnerRating> ratings, string fault) => fault switch
    {
        "self" => [new PartnerRating(_world.Members[0].PartyId, 1), .. ratings],
        "missing" => [.. ratings.Skip(1)],
        "twice" => [ratings[0], .. ratings],
        "order" => [.. ratings.Reverse()],
        "stranger" => [.. ratings.Take(2), new PartnerRating(_world.Stranger.PartyId, 1)],
        "above" => [ratings[0] with { Rating = Ratio.One + 1 }, .. ratings.Skip(1)],
        "below" => [ratings[0] with { Rating = -1 }, .. ratings.Skip(1)],
        _ => [],
    };
}
