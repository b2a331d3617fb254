using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that trains nothing: what the beacon draws for inspection, here every gradient, shows it to judges.</summary>
internal sealed class FreeRiderPlay() : Cheat(
    "free-rider",
    "A member masks noise in place of a gradient, under a proof that holds.",
    new Expectation
    {
        Words = "A partner opens the inspection of two drawn gradients, for no fee. An honest member repeats its own from its data and nothing happens to it; the free rider cannot: its deposit is confiscated, who opened the inspection has the reward r_2 and the authority its fee f, and the model stays on sale without it.",
        Inspected = true,
        Standing = TrainerStatus.Unqualified,
        Earns = false,
    })
{
    private const int Iteration = 1;
    private AccusationRecord? _dismissed;
    private AccusationRecord? _convicted;

    public override Conduct CreateConduct() => new FreeRider();

    public override Policy ChangePolicy(Policy policy) => policy with { AppealSeconds = 0 };

    public override Terms ChangeTerms(Terms terms) => terms with { InspectionRate = Core.Ledger.Ratio.One };

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        await using var desk = MisbehaviorDesk.Connect(scene.AccuserProfile);
        _dismissed = await InspectAsync(scene, desk, scene.Members[Scene.AccuserPlace + 1], cancellationToken);
        _convicted = await InspectAsync(scene, desk, scene.Cheater, cancellationToken);
        await scene.TradeAsync(scene.Honest, cancellationToken);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>(
        [
            SceneCheck.Of("the inspections are", $"{AccusationState.Settled}, {AccusationState.Settled}", $"{_dismissed?.State}, {_convicted?.State}"),
            SceneCheck.Of("the judges found the honest member's", Verdict.Dismissed, _dismissed?.Judgment?.Verdict),
            SceneCheck.Of("the judges found the free rider's", Verdict.Guilty, _convicted?.Judgment?.Verdict),
        ]);

    // The judges stand beside the member that repeats its training, and decide by what they see there.
    private static async Task<AccusationRecord> InspectAsync(Scene scene, MisbehaviorDesk desk, SceneTrainer member, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenInspectionAsync(scene.Fid, Iteration, member.DpId, cancellationToken);
        var seen = await member.RepeatAsync(scene.Fid, Iteration, cancellationToken);
        scene.Note(FormattableString.Invariant($"{member.Name} repeats its gradient before the judges: {seen.LargestDifferenceInSteps:0.#} steps from what it submitted"));
        var draft = seen.Holds
            ? await desk.DraftAsync(opened.ReportId, Verdict.Dismissed, "Its data give the gradient.", [], cancellationToken)
            : await desk.DraftAsync(opened.ReportId, Verdict.Guilty, "Its data do not give the gradient.", [scene.Fid], cancellationToken);
        using var judge = JudgeKey.Load(scene.AuthorityKeyFile);
        return await desk.JudgeAsync(draft, [judge.Sign(desk.Channel, draft)], cancellationToken);
    }
}
