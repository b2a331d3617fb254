using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>Steps of a training at any time by anyone; cheats spoil theirs now and then.</summary>
internal sealed class TrainingMoves(RandomWorld world)
{
    private RoundReference Round => new(TrainingWorld.Fid, world.Iteration);

    public IEnumerable<Func<Task<Endorsement?>>> All =>
        [
            GradientAsync, GradientAsync, GradientAsync, AggregateAsync, AggregateAsync, AggregateAsync, () => SubmitAsync(Names.ElectLeader, Round),
            ShareAsync, ShareAsync, ShareAsync, () => SubmitAsync(Names.CloseRound, Round), ExpireAsync,
            () => SubmitAsync(Names.Return, new ModelReference(TrainingWorld.Fid)),
            () => SubmitAsync(Names.Finish, new FinishTraining(TrainingWorld.Fid, Play.Artifact())),
            () => SubmitAsync(Names.Finish, new FinishTraining(TrainingWorld.Fid, Play.Artifact())),
        ];

    private async Task<Endorsement?> GradientAsync()
    {
        var member = world.Member();
        var (request, payload) = world.Lab.Play.Gradient(world.Iteration, member);
        if (world.Lies(member)) payload[^1] ^= 1;
        return await EndorseAsync(member, Names.SubmitGradient, request with { Digest = Naming.Digest(payload) }, payload);
    }

    private async Task<Endorsement?> AggregateAsync()
    {
        // Any registered trainer may aggregate.
        var member = world.Random.Next(8) == 0 ? world.Lab.World.Node : world.Member();
        if ((await world.Lab.Play.StateAsync(world.Iteration)).Contributors is null) return null;
        var payload = world.Lies(member)
            ? world.Lab.Play.Gradients.Aggregate([world.Lab.Play.MaskGradient(world.Iteration, member)])
            : await world.Lab.Play.AggregateOfAsync(world.Iteration);
        return await EndorseAsync(member, Names.SubmitAggregate, world.Lab.Play.Commitment(world.Iteration, member, payload), null);
    }

    private async Task<Endorsement?> ShareAsync()
    {
        var member = world.Member();
        if ((await world.Lab.Play.StateAsync(world.Iteration)).Leader is null) return null;
        var vector = await world.Lab.Play.ShareVectorAsync(world.Iteration, member);
        var (request, _) = await world.Lab.Play.ShareAsync(world.Iteration, member);
        if (world.Lies(member)) vector[^1] ^= 1;
        var payload = world.Lab.Play.SealShare(world.Iteration, member, vector);
        return await EndorseAsync(member, Names.SubmitShare, request with { Digest = Naming.Digest(payload) }, payload);
    }

    private Task<Endorsement?> ExpireAsync()
    {
        string[] phases = [Phases.Gradient, Phases.Aggregate, Phases.Share, Phases.Finish];
        var phase = phases[world.Random.Next(phases.Length)];
        return SubmitAsync(Names.Expire, new ExpirePhase(TrainingWorld.Fid, phase == Phases.Finish ? 0 : world.Iteration, phase));
    }

    private Task<Endorsement?> SubmitAsync(string transaction, object request) => EndorseAsync(world.Anyone(), transaction, request, null);

    private async Task<Endorsement?> EndorseAsync(TestIdentity caller, string transaction, object request, byte[]? payload) =>
        await world.Lab.Ledger.EndorseAsync(caller, Names.Contract, transaction, request, payload);
}
