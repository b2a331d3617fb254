using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that accuses a partner and judges it itself.</summary>
internal sealed class ForgedJudgment() : Cheat(
    "forged-judgment",
    "A member accuses a partner of illegal data and submits a verdict of guilty that it has signed itself.",
    new Expectation
    {
        Words = "The forged verdict is refused, because no judge of the policy signed it. The authority dismisses the accusation: its fee f_2 is lost, the accused is qualified again and the model back on sale.",
        LosesFees = policy => policy.UnqualifiedReportFee,
    })
{
    private string _refusal = "none";
    private AccusationRecord? _ended;

    public override Policy ChangePolicy(Policy policy) => policy with { AppealSeconds = 0 };

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        await scene.TradeAsync(scene.Members, cancellationToken);
        await using var forger = MisbehaviorDesk.Connect(SceneTrainer.Options(scene.CheaterOptions, TrainerSdk.Training.Conduct.Honest, null).Profile);
        var accusation = await forger.AccuseAsync(scene.Members[0].DpId, "its data are not its own", "a rumour"u8.ToArray(), cancellationToken);
        using var ownKey = JudgeKey.Generate();
        var verdict = await forger.DraftAsync(accusation.ReportId, Verdict.Guilty, "because I say so", [], cancellationToken);
        try
        {
            await forger.JudgeAsync(verdict, [ownKey.Sign(forger.Channel, verdict)], cancellationToken);
        }
        catch (LedgerException error)
        {
            _refusal = error.Error?.Code ?? error.Message;
            scene.Note($"the forged verdict was refused: {error.Message}");
        }

        using var judge = JudgeKey.Load(scene.AuthorityKeyFile);
        var judgment = await forger.DraftAsync(accusation.ReportId, Verdict.Dismissed, "A rumour is no evidence.", [], cancellationToken);
        _ended = await forger.JudgeAsync(judgment, [judge.Sign(forger.Channel, judgment)], cancellationToken);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>(
        [
            SceneCheck.Of("the forged verdict was refused with", Core.Errors.ErrorCodes.BadSignatures, _refusal),
            SceneCheck.Of("the accusation is", AccusationState.Settled, _ended?.State),
        ]);
}
