using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Answers challenges: whoever says that it cannot open this member's sealed share is shown the key of that one payload,
/// by which the contract opens it. Unanswered, a challenge convicts.
/// </summary>
/// <param name="ledger">The ledger as this member.</param>
/// <param name="fid">Model.</param>
/// <param name="shareKey">The 32-byte key of this member's sealed share in an iteration.</param>
internal sealed class Defence(LedgerClient ledger, string fid, Func<int, byte[]> shareKey)
{
    /// <summary>Answers every open challenge of this member in the federation.</summary>
    /// <returns>How many were answered now.</returns>
    public async Task<int> AnswerAsync(CancellationToken cancellationToken)
    {
        var answered = 0;
        foreach (var report in await ledger.ReportsAsync(cancellationToken))
        {
            if (report.State != ReportState.Challenged || report.Fid != fid || report.Accused != ledger.PartyId) continue;
            var now = await ledger.SubmitUnlessAsync(
                [ErrorCodes.WrongReportState],
                TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Answer, new AnswerChallenge(report.ReportId, shareKey(report.Iteration)), null, cancellationToken);
            if (now) answered++;
        }

        return answered;
    }
}
