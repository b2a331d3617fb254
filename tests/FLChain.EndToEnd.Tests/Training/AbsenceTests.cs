using FLChain.Core.Records;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Training;

/// <summary>Members that vanish, come back, or come too late.</summary>
public sealed class AbsenceTests
{
    private static FederationShape Shape(int iterations) => new()
    {
        Iterations = iterations,
        ChangeTerms = terms => terms with { GradientSeconds = 8, AggregateSeconds = 6, ShareSeconds = 12 },
    };

    [Fact]
    public async Task VanishedAfterAnIteration_TheOthersFinishWithoutIt()
    {
        await using var world = await TestFederation.FormAsync(Shape(iterations: 3));
        var (staying, gone) = (world.Members.Take(3).ToArray(), world.Members[3]);
        var vanished = gone.DpId;
        await Task.WhenAll([VanishAfterAsync(gone, 1), .. staying.Select(member => member.TrainAsync())]);
        var finished = (await Task.WhenAll(staying.Select(member => member.FinishAsync())))[0];

        Assert.Equal(ModelStage.Finished, finished.Stage);
        Assert.Equal(Ids(staying), finished.Active);
        var last = (await world.RoundAsync(3)).Closed!;
        Assert.Equal(Ids(staying), last.Active);
        Assert.Equal(1, last.Standings.Single(standing => standing.DpId == vanished).Misses);
        Assert.All(last.Standings.Where(standing => standing.DpId != vanished), standing => Assert.Equal(0, standing.Misses));
        var left = await world.TrainerAsync(vanished);
        foreach (var member in staying) Assert.True((await world.TrainerAsync(member.DpId)).Rely > left.Rely);

        var plain = new PlainFederation(world.Shape);
        plain.Iterate([0, 1, 2, 3]);
        plain.Iterate([0, 1, 2]);
        plain.Iterate([0, 1, 2]);
        foreach (var member in staying) Bits.AssertEqual(plain.Weights, member.Weights);
        await world.AssertConservedAsync();
    }

    [Fact]
    public async Task VanishedAfterItsGradient_TheOthersUnmaskItsIterationAndGoOn()
    {
        await using var world = await TestFederation.FormAsync(Shape(iterations: 2));
        var (staying, gone) = (world.Members.Take(3).ToArray(), world.Members[3]);
        gone.AfterContributing = _ => throw new OperationCanceledException("the script ends here");
        await Task.WhenAll([VanishAfterAsync(gone, 2), .. staying.Select(member => member.TrainAsync())]);

        var plain = new PlainFederation(world.Shape);
        plain.Iterate([0, 1, 2, 3]);
        plain.Iterate([0, 1, 2]);
        foreach (var member in staying) Bits.AssertEqual(plain.Weights, member.Weights);
        Assert.Equal(4, (await world.RoundAsync(1)).Closed!.Contributors.Count);
        Assert.Equal(Ids(staying), (await world.RoundAsync(2)).Closed!.Contributors);
    }

    [Fact]
    public async Task BackAfterAnAbsence_CatchesUpAndContributesAgain()
    {
        await using var world = await TestFederation.FormAsync(Shape(iterations: 9));
        var (staying, back) = (world.Members.Take(3).ToArray(), world.Members[3]);
        // Slow enough that there is something left to come back to.
        foreach (var member in staying) member.BeforeContributing = round => round.Iteration > 2 ? Task.Delay(1_000, member.Life) : Task.CompletedTask;
        var training = Task.WhenAll(staying.Select(member => member.TrainAsync()));
        await VanishAfterAsync(back, 1);
        await world.UntilAsync(2, state => state.Closed is not null, TestContext.Current.CancellationToken);
        back.Connect();
        await back.JoinAsync();
        await Task.WhenAll(training, back.TrainAsync());

        var plain = new PlainFederation(world.Shape);
        var attended = new List<bool>();
        for (var iteration = 1; iteration <= 9; iteration++)
        {
            var contributors = (await world.RoundAsync(iteration)).Closed!.Contributors;
            plain.Iterate(world.Members.Where(member => contributors.Contains(member.DpId)).Select(member => member.Place));
            attended.Add(contributors.Contains(back.DpId));
        }

        Assert.True(attended[0] && !attended[1] && attended[8], string.Join(' ', attended));
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        var finished = await Task.WhenAll(world.Members.Select(member => member.FinishAsync()));
        Assert.Contains(back.DpId, finished[0].Active);
        Assert.True((await world.TrainerAsync(back.DpId)).Rely < (await world.TrainerAsync(staying[0].DpId)).Rely);
    }

    [Fact]
    public async Task GradientTooLate_TheScriptGoesOnAndIsBackInTheIterationAfterNext()
    {
        await using var world = await TestFederation.FormAsync(Shape(iterations: 5));
        var late = world.Members[3];
        late.BeforeContributing = async round =>
        {
            if (round.Iteration == 2) await world.UntilAsync(2, state => state.Contributors is not null, late.Life);
        };
        await world.TrainAllAsync();

        Assert.DoesNotContain(late.DpId, (await world.RoundAsync(2)).Closed!.Contributors);
        Assert.Contains(late.DpId, (await world.RoundAsync(5)).Closed!.Contributors);
        foreach (var member in world.Members) Bits.AssertEqual(world.Members[0].Weights, member.Weights);
    }

    [Fact]
    public async Task FewerThanTheFewestContributors_TheFederationHalts()
    {
        var shape = Shape(iterations: 3) with { Trainers = 3, Threshold = 2 };
        await using var world = await TestFederation.FormAsync(shape);
        var staying = world.Members.Take(2).ToArray();
        var ends = staying.Select(member => Assert.ThrowsAsync<FederationHaltedException>(() => member.TrainAsync())).ToArray();
        await VanishAfterAsync(world.Members[2], 1);
        var halted = await Task.WhenAll(ends);

        Assert.All(halted, exception => Assert.Equal(FederationShape.Fid, exception.Fid));
        var model = await world.ModelAsync();
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable), (model.Stage, model.Status));
        // Its deposit stays behind what it did there for the policy's time of liability.
        Assert.Equal([FederationShape.Fid], (await world.TrainerAsync(staying[0].DpId)).Engagements);
        await Assert.ThrowsAsync<FederationHaltedException>(() => staying[0].JoinAsync());
        await world.AssertConservedAsync();
    }

    private static IEnumerable<string> Ids(IEnumerable<TestMember> members) => members.Select(member => member.DpId).Order(StringComparer.Ordinal);

    private static async Task VanishAfterAsync(TestMember member, int iteration)
    {
        try
        {
            await member.TrainAsync(upTo: iteration);
        }
        catch (OperationCanceledException)
        {
            // Where the test ends the script.
        }

        await member.KillAsync();
    }
}
