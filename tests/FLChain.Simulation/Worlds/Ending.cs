using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Simulation.Worlds;

/// <summary>The end of a federation: last ratings and attestations.</summary>
internal static class Ending
{
    /// <summary>Members rate each other for the last iteration and attest the same artifact.</summary>
    public static async Task FinishAsync(this World world, IEnumerable<int> members, Func<int, int, int> rating)
    {
        var cast = world.Cast;
        var last = new Iteration(world, cast.Terms.Iterations);
        var artifact = new Artifact(Naming.Digest("the encrypted model"u8), Convert.ToHexStringLower(ModelVault.HashKey(cast.ModelKey)), 19);
        var present = members.ToArray();
        foreach (var member in present)
            await world.SubmitAsync(cast.Members[member], Names.Contract, Names.Evaluate,
                new EvaluatePartners(Cast.Fid, cast.Terms.Iterations, last.Ratings(cast.Terms.Iterations + 1, member, partner => rating(member, partner))!));
        foreach (var member in present)
            await world.SubmitAsync(cast.Members[member], Names.Contract, Names.Finish, new FinishTraining(Cast.Fid, artifact));
        if (world.Model.Stage != ModelStage.Training) return;
        world.Ledger.AdvanceSeconds(cast.Terms.FinishSeconds + 1);
        await world.SubmitAsync(cast.Buyer, Names.Contract, Names.Expire, new ExpirePhase(Cast.Fid, 0, Phases.Finish));
    }
}
