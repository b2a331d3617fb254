using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that challenges a right share.</summary>
internal sealed class FalseChallenge() : Cheat(
    "false-challenge",
    "A member says that a partner's unmasking share does not open, and shows a key that opens nothing.",
    new Expectation { Words = "The accused opens its share to the contract in time and is cleared; who could not know has its fee back, and nobody is punished." })
{
    private ReportRecord? _report;

    public override Conduct CreateConduct() => new FalseChallenger();

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        await base.AfterAsync(scene, cancellationToken);
        _report = (await scene.Ledger.ReportsAsync(cancellationToken)).Single(report => report.Fid == scene.Fid);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>([SceneCheck.Of("the challenge is", ReportState.Answered, _report?.State)]);
}
