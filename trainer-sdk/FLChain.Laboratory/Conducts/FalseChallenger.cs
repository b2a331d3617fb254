using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>In the second iteration, says of a partner's right share of the first that it does not open, with a key that opens nothing.</summary>
internal sealed class FalseChallenger : Conduct
{
    public override async Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        if (step.Iteration == 2)
        {
            var session = step.Session;
            var partner = (await session.Ledger.RoundAsync(session.Fid, 1, cancellationToken)).Shares.First(share => share.Author != session.DpId).Author;
            await session.Ledger.SubmitAsync(
                TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Report,
                new ReportMisbehavior(FaultKind.IncorrectShare, session.Fid, 1, partner, RandomNumberGenerator.GetBytes(32)), null, cancellationToken);
        }

        return step.Masked;
    }
}
