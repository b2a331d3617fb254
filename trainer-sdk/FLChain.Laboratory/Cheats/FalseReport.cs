using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that accuses a partner whose masked gradient is right.</summary>
internal sealed class FalseReport() : Cheat(
    "false-report",
    "A member reports the masked gradient of a partner who did nothing wrong.",
    new Expectation
    {
        Words = "The contract verifies the gradient itself: the report is false, its fee f_1 goes to the public account, and nothing happens to the accused. The federation goes on.",
        LosesFees = policy => policy.ReportFee,
    })
{
    public override Conduct CreateConduct() => new FalseReporter();

    public override async Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken)
    {
        var reports = await scene.Ledger.ReportsAsync(cancellationToken);
        return [SceneCheck.Of("the report is", ReportState.False, reports.Single(report => report.Reporter == scene.Cheater.DpId).State)];
    }
}
