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

    public static TheoryData<string> Operations => [.. Cases.Select(each => each.Operation)];

    public static TheoryData<string> Owned => [.. Cases.Where(each => each.Others is not null).Select(each => each.Operation)];

    [Fact]
    public void Cases_AndRoutes_AreTheSame() =>
        Assert.Equal(Operation.Of(world).Select(operation => operation.Name).Except(DisputeTests.Operations).Order(StringComparer.Ordinal), Cases.Select(each => each.Operation).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_AsItIsMeant_Succeeds(string name)
    {
        var operation = Operation.Of(world).Single(each => each.Name == name);
        await operation.SucceedAsync(await Cases.Single(each => each.Operation == name).Success(new OperationStage(world)), world.NewName("key"));
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
