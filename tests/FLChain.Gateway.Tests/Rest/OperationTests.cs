using System.Net;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>
/// Each operation succeeds; asked about what is another's it refuses; repeated with its idempotency key it has its effect
/// once. Wrong roles and malformed bodies are tried of every route in <see cref="ContractTests"/>. They run by themselves,
/// because some need a policy with short times.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class OperationTests(GatewayWorld world)
{
    private const string Name = "operations, one at a time";

    private static readonly IReadOnlyList<OperationCase> Cases = [.. ReadCases.All, .. MarketCases.All, .. TrainerCases.All, .. CourtCases.All, .. SessionCases.All];

    // They need a federation that trains, and one that somebody cheats in.
    private static readonly string[] OfTraining = ["AnswerChallenge", "SettleChallenge", "OpenDispute", "GetDispute", "SubmitOpening", "ConvictOpening", "ExpireDispute"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Operations => [.. Cases.Select(each => each.Operation)];

    public static TheoryData<string> Owned => [.. Cases.Where(each => each.Others is not null).Select(each => each.Operation)];

    [Fact]
    public void Cases_AndRoutes_AreTheSame() =>
        Assert.Equal(Operation.Of(world).Select(operation => operation.Name).Except(OfTraining).Order(StringComparer.Ordinal), Cases.Select(each => each.Operation).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_AsItIsMeant_Succeeds(string name)
    {
        var operation = Operation.Of(world).Single(each => each.Name == name);
        var stage = new OperationStage(world);
        var request = await Cases.Single(each => each.Operation == name).Success(stage);
        var key = operation.Method == "GET" ? null : world.NewName("key");
        using var first = await request.SendAsync(operation.Method, key);
        var streams = first.Content.Headers.ContentType?.MediaType == "text/event-stream";
        Assert.True(first.IsSuccessStatusCode, $"{name}: {first.StatusCode} {(streams ? "" : await first.Content.ReadAsStringAsync(Stop))}");
        if (!operation.Once) return;

        using var again = await request.SendAsync(operation.Method, key);
        Assert.Equal(first.StatusCode, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues(IdempotencyMiddleware.ReplayedHeader)));
        using var other = await (request with { Body = new { another = true } }).SendAsync(operation.Method, key);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "GW0010");
    }

    [Theory]
    [MemberData(nameof(Owned))]
    public async Task Operation_OnWhatIsAnothers_IsRefused(string name)
    {
        var operation = Operation.Of(world).Single(each => each.Name == name);
        var request = await Cases.Single(each => each.Operation == name).Others!(new OperationStage(world));
        using var answer = await request.SendAsync(operation.Method, world.NewName("key"));
        await answer.AssertProblemAsync(request.Status, request.Code);
    }
}
