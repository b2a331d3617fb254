using FLChain.Core.Records;
using FLChain.Core.Training;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Recovery;

/// <summary>A training script that is killed at any moment and started again from its beginning.</summary>
public sealed class ScriptRestartTests
{
    private static readonly FederationShape Shape = new() { Trainers = 3, Threshold = 2, Iterations = 3 };

    public static TheoryData<KillMoment> Moments => [.. Enum.GetValues<KillMoment>()];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task KilledAndStartedAgain_TrainingEndsAsIfNothingHadHappened(KillMoment moment)
    {
        await using var world = await TestFederation.StartAsync(Shape);
        var order = world.Members.Select(member => member.DpId).Order(StringComparer.Ordinal).ToArray();
        var killed = world.Members.First(member => UnmaskingDuty.IsFirst(order, member.DpId, Shape.Threshold, 2));
        // Until then the others hold their attestations back, so that it cannot be the last one and the end.
        var dead = new TaskCompletionSource();
        foreach (var member in world.Members.Except([killed])) member.AfterStoring = () => dead.Task.WaitAsync(member.Life);
        var others = world.Members.Except([killed]).Select(member => member.Start()).ToArray();
        await new ScriptKill(world, killed, moment, TestContext.Current.CancellationToken).RunAsync();
        dead.SetResult();
        var finished = await Task.WhenAll([killed.RunAsync(), .. others]);

        var plain = PlainFederation.Whole(Shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        Assert.All(finished, model => Assert.Equal((ModelStage.Finished, finished[0].Artifact), (model.Stage, model.Artifact)));
        Assert.Equal(order, finished[0].Active);
        await Ledgers.AssertPaidOnceAsync(world);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckpointLost_CatchesUpFromTheLedger(bool onlyDamaged)
    {
        await using var world = await TestFederation.FormAsync(Shape);
        await world.TrainAllAsync(upTo: 2);
        var killed = world.Members[1];
        var checkpoint = Path.Combine(killed.StateDirectory, FederationShape.Fid, "checkpoint");
        await killed.KillAsync();
        Damage(checkpoint, onlyDamaged);

        killed.Connect();
        await killed.JoinAsync();
        Assert.Equal(0, killed.Federation.Iteration);
        await Task.WhenAll(world.Members.Select(member => member.TrainAsync()));

        // What rounding had left over is gone with the checkpoint; the sums are not.
        var plain = new PlainFederation(Shape);
        plain.Iterate([0, 1, 2]);
        plain.Iterate([0, 1, 2]);
        plain.Forget(killed.Place);
        plain.Iterate([0, 1, 2]);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        var finished = await Task.WhenAll(world.Members.Select(member => member.FinishAsync()));
        Assert.Single(finished.Select(model => model.Artifact).Distinct());
    }

    [Fact]
    public async Task AllKilledAfterTheLastIteration_FinishesAndEvaluatesAfterTheRestart()
    {
        await using var world = await TestFederation.FormAsync(Shape);
        await world.TrainAllAsync();
        foreach (var member in world.Members) await member.KillAsync();
        var finished = await Task.WhenAll(world.Members.Select(member => member.RunAsync()));

        Assert.All(finished, model => Assert.Equal(ModelStage.Finished, model.Stage));
        // Two ratings of each member for each iteration, the last one given after the restart.
        foreach (var member in world.Members) Assert.Equal(Shape.Iterations, (await world.TrainerAsync(member.DpId)).Evidence.Count);
        await Ledgers.AssertPaidOnceAsync(world);
    }

    private static void Damage(string checkpoint, bool onlyDamaged)
    {
        if (!onlyDamaged)
        {
            File.Delete(checkpoint);
            return;
        }

        var bytes = File.ReadAllBytes(checkpoint);
        bytes[20] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);
    }
}
