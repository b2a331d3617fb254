using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member whose sealed share opens for nobody: who does not open it when it is challenged is at fault.</summary>
internal sealed class UnopenableSharePlay() : Cheat(
    "unopenable-share",
    "A member seals its unmasking share under a key that nobody has.",
    new Expectation
    {
        Words = "A partner cannot open the share and says so: the accused has to, and cannot. After the deadline its deposit is confiscated and the partner rewarded; the others unmask with another share.",
        Fault = FaultKind.IncorrectShare,
        Reported = true,
        Standing = TrainerStatus.Unqualified,
        Earns = false,
    })
{
    private ReportRecord? _ended;

    public override Conduct CreateConduct() => new UnopenableShare();

    public override Policy ChangePolicy(Policy policy) => policy with { OpeningSeconds = 9 };

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        scene.Note("the scripts have ended; nobody has opened the challenged share");
        _ended = await scene.UntilAsync(
            async token => (await scene.Ledger.ReportsAsync(token)).FirstOrDefault(report => report.Fid == scene.Fid && report.State == ReportState.Proven), cancellationToken);
        await base.AfterAsync(scene, cancellationToken);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>([SceneCheck.Of("the challenge ended as", "the accused did not open its share in time", _ended?.Finding)]);
}
