using FLChain.Core.Records;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Recovery;

/// <summary>Peer, contracts, authority and every script end at once and start again over the same folder.</summary>
public sealed class ConsortiumRestartTests
{
    [Fact]
    public async Task EverythingEndsInTheMiddleOfAnIteration_GoesOnWhereItWas()
    {
        var shape = new FederationShape { Trainers = 3, Threshold = 2, Iterations = 3 };
        await using var world = await TestFederation.StartAsync(shape);
        foreach (var member in world.Members) _ = member.Start();
        await world.UntilAsync(2, state => state.Gradients.Count > 0, TestContext.Current.CancellationToken);
        var height = await world.RestartAsync();
        Assert.True(world.Consortium.Height >= height, "blocks were lost");
        var finished = await Task.WhenAll(world.Members.Select(member => member.RunAsync()));

        Assert.All(finished, model => Assert.Equal(ModelStage.Finished, model.Stage));
        var plain = PlainFederation.Whole(shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        await Ledgers.AssertPaidOnceAsync(world);
    }

    [Fact]
    public async Task TheConsortiumIsAwayForAMoment_ScriptsThatRunAreStartedAgainOrGoOn()
    {
        var shape = new FederationShape { Trainers = 3, Threshold = 2, Iterations = 3 };
        await using var world = await TestFederation.StartAsync(shape);
        var running = world.Members.Select(member => member.Start()).ToArray();
        await world.UntilAsync(2, state => state.Gradients.Count > 0, TestContext.Current.CancellationToken);
        await world.RestartAsync(killScripts: false);
        var finished = await Task.WhenAll(world.Members.Select((member, place) => EndAsync(member, running[place])));

        Assert.All(finished, model => Assert.Equal(ModelStage.Finished, model.Stage));
        var plain = PlainFederation.Whole(shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        await Ledgers.AssertPaidOnceAsync(world);
    }

    // A script may end with the connection; then its owner starts it again.
    private static async Task<ModelRecord> EndAsync(TestMember member, Task<ModelRecord> script)
    {
        try
        {
            return await script;
        }
        catch (TrainerSdk.Ledger.LedgerException error) when (error.Error is null)
        {
            await member.KillAsync();
            return await member.RunAsync();
        }
    }
}
