using FLChain.Core.Errors;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that trains on data which are not its own: what people must judge, two of three judges here.</summary>
internal sealed class IllegalData() : Cheat(
    "illegal-data",
    "A member trains on data that are not its own, and a partner accuses it before two of three judges.",
    new Expectation
    {
        Words = "One judge alone is not enough. Two find it guilty and forbid the model: the deposit is confiscated, the accuser has its reward r_2 and the authority its fee f, the partners are compensated, and the model is never sold.",
        Judged = true,
        Stage = ModelStage.Halted,
        Status = ModelStatus.Unavailable,
        Standing = TrainerStatus.Unqualified,
        Sales = 0,
        Earns = false,
    })
{
    private readonly JudgeKey[] _judges = [JudgeKey.Generate(), JudgeKey.Generate(), JudgeKey.Generate()];
    private string _refusal = "none";
    private AccusationRecord? _ended;

    public override Policy ChangePolicy(Policy policy) => policy with { AppealSeconds = 0, JudgeKeys = [.. _judges.Select(judge => judge.PublicKey)], JudgesNeeded = 2 };

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        await using var desk = MisbehaviorDesk.Connect(scene.AccuserProfile);
        var accusation = await desk.AccuseAsync(scene.Cheater.DpId, "its data are not its own", "the owner's letter"u8.ToArray(), cancellationToken);
        var draft = await desk.DraftFileAsync(accusation.ReportId, Verdict.Guilty, "The owner never agreed.", [], cancellationToken);
        var first = draft.Sign(_judges[0]);
        try
        {
            await desk.JudgeAsync(first.Judgment, first.Signatures, cancellationToken);
        }
        catch (LedgerException error)
        {
            _refusal = error.Error?.Code ?? error.Message;
            scene.Note($"the verdict of one judge was refused: {error.Message}");
        }

        var second = first.Sign(_judges[2]);
        _ended = await desk.JudgeAsync(second.Judgment, second.Signatures, cancellationToken);
        foreach (var judge in _judges) judge.Dispose();
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>(
        [
            SceneCheck.Of("the verdict of one judge was refused with", ErrorCodes.BadSignatures, _refusal),
            SceneCheck.Of("the accusation is", AccusationState.Settled, _ended?.State),
            SceneCheck.Of("the judges found the accused", Verdict.Guilty, _ended?.Judgment?.Verdict),
        ]);
}
