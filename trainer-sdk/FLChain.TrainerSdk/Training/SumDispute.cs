using FLChain.Core;
using FLChain.Core.Encoding;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// Every proof holds and the sum is impossible: somebody masked what no quantizer makes. The keys of t shares show the
/// contract the sum, which is worth nothing to anyone, and each contributor opens its seed to the authority.
/// </summary>
internal static class SumDispute
{
    public static async Task OpenAsync(FederationSession session, int iteration, PartnerShares shares, CancellationToken cancellationToken)
    {
        var revealed = new List<RevealedShareKey>();
        foreach (var index in shares.Valid.Keys.Take(session.Terms.Threshold))
        {
            var author = session.Model.Dps[index - 1];
            using var key = session.ShareKey(iteration, author);
            revealed.Add(new RevealedShareKey(author, key.Export()));
        }

        var evidence = CanonicalJson.Encode(new DisputeEvidence(revealed));
        var opened = await session.Ledger.SubmitUnlessAsync(
            [ErrorCodes.WrongStage, ErrorCodes.TooManyDisputes, ErrorCodes.WrongIteration, ErrorCodes.Expelled],
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.OpenDispute, new OpenDispute(session.Fid, iteration, Naming.Digest(evidence)), evidence, cancellationToken);
        if (opened) session.Report(iteration, TrainingStep.PartnerFault, message: "the unmasked sum is impossible: the iteration is opened to the authority");
        await session.Seeds.OpenIfDisputedAsync(iteration, cancellationToken);
    }
}
