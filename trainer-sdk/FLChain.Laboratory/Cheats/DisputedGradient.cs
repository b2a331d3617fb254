using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A gradient that only the sum betrays: the dispute by seed opening finds whose it was.</summary>
internal sealed class DisputedGradient(string name, string description, string words, FaultKind fault, Func<Conduct> conduct) : Cheat(
    name,
    description,
    new Expectation
    {
        Words = words,
        Fault = fault,
        Opened = true,
        Stage = ModelStage.Halted,
        Status = ModelStatus.Unavailable,
        Standing = TrainerStatus.Unqualified,
        Sales = 0,
        Earns = false,
    })
{
    public override Conduct CreateConduct() => conduct();

    public override Policy ChangePolicy(Policy policy) => policy with { OpeningSeconds = 9 };

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        scene.Note("the scripts have ended; the authority opens the seeds");
        await scene.UntilAsync<DisputeRecord>(
            async token => (await scene.Ledger.DisputeAsync(scene.Fid, 1, token)).Dispute is { State: DisputeState.Convicted } ended ? ended : null, cancellationToken);
    }

    public override async Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken)
    {
        var dispute = (await scene.Ledger.DisputeAsync(scene.Fid, 1, cancellationToken)).Dispute;
        return [SceneCheck.Of("the dispute is", DisputeState.Convicted, dispute.State), SceneCheck.Of("its culprits", scene.Cheater.DpId, string.Join(", ", dispute.Culprits))];
    }
}
