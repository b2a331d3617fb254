using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>An authority that deals a member a bad share.</summary>
internal sealed class BadDealing() : Cheat(
    "bad-dealt-share",
    "The authority deals a member a key share that does not fit its verification key.",
    new Expectation
    {
        Words = "The member opens its envelope to the contract, which finds the share bad: nobody can use that dealing, the fee comes back, and the authority deals again.",
        Fault = FaultKind.BadDealtShare,
        AuthorityAtFault = true,
        Reported = true,
    })
{
    public override Conduct AuthorityConduct { get; } = new BadDealer();

    public override async Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken)
    {
        var setup = await scene.Ledger.SetupAsync(scene.Fid, cancellationToken);
        return
        [
            SceneCheck.Of("dealing attempts", 2, setup.Attempt),
            SceneCheck.Of("found by the member that was dealt it", facts.Model.Dps[0], facts.Faults.Single().Reporter),
        ];
    }
}
