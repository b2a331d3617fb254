using FLChain.Core;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Gives its own gradient as it should, and accuses the first partner in the first iteration.</summary>
internal sealed class FalseReporter : Conduct
{
    private bool _done;

    public override async Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken)
    {
        await AccuseAsync(step.Session, step.Iteration, cancellationToken);
        return step.Share;
    }

    private async Task AccuseAsync(FederationSession session, int iteration, CancellationToken cancellationToken)
    {
        if (_done) return;
        _done = true;
        var partner = session.Model.Dps.First(dpId => dpId != session.DpId);
        await session.Ledger.SubmitAsync(
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Report,
            new ReportMisbehavior(FaultKind.IncorrectGradient, session.Fid, iteration, partner), null, cancellationToken);
    }
}
