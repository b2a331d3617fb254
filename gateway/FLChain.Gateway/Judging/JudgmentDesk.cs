using FLChain.Core.Requests;
using FLChain.Gateway.Ledger;

namespace FLChain.Gateway.Judging;

/// <summary>
/// Where judges write and sign their judgments. Who they are the policy says; the gateway only signs for a user whose
/// judge's key it keeps. Safe for concurrent use.
/// </summary>
internal sealed class JudgmentDesk(LedgerAccess ledger, JudgeKeys keys, TimeProvider time)
{
    /// <summary>The judgment that is due on an accusation.</summary>
    /// <exception cref="ProblemException">None is due, or it names models that the accusation does not.</exception>
    public JudgmentDraft Draft(GatewayUser judge, AccusationRecord accusation, JudgmentInput input)
    {
        if (accusation.State is not (AccusationState.Pending or AccusationState.Appealed))
            throw new ProblemException(StatusCodes.Status409Conflict, Core.Errors.ErrorCodes.WrongReportState, $"no judgment of the accusation is due: it is {accusation.State}");
        var legal = input.Legal ?? [];
        if (legal.FirstOrDefault(fid => !accusation.Models.Contains(fid)) is { } stranger) throw Problem.BadRequest($"{stranger} is no model of this accusation");
        if (input.Verdict == Verdict.Dismissed && legal.Count > 0) throw Problem.BadRequest("a dismissed accusation leaves every model as it is");
        var judgment = new Judgment(
            accusation.ReportId,
            accusation.State == AccusationState.Appealed ? 2 : 1,
            input.Verdict,
            input.Findings,
            JudgmentForm.ClaimDigest(accusation.Claim),
            input.Verdict == Verdict.Guilty ? [.. accusation.Models.Select(fid => new ModelVerdict(fid, legal.Contains(fid)))] : [],
            time.GetUtcNow().ToUnixTimeMilliseconds());
        return new JudgmentDraft(judgment, JudgmentForm.Encode(ledger.Channel, judgment), keys.Sign(judge, ledger.Channel, judgment));
    }

    /// <summary>A signed judgment as the contract takes it, with the caller's own signature among the others where the gateway keeps its judge's key.</summary>
    /// <exception cref="ProblemException">It is of another accusation, or nobody signed it.</exception>
    public SubmitJudgment Complete(GatewayUser judge, string reportId, SignedJudgmentInput input)
    {
        if (input.Judgment.ReportId != reportId) throw Problem.BadRequest("the judgment is of another accusation");
        var signatures = input.Signatures ?? [];
        if (keys.Sign(judge, ledger.Channel, input.Judgment) is { } own && !signatures.Any(signature => signature.Key.AsSpan().SequenceEqual(own.Key)))
            signatures = [.. signatures, own];
        if (signatures.Count == 0)
            throw new ProblemException(
                StatusCodes.Status409Conflict, GatewayErrorCodes.KeyIsYours, "the gateway does not keep your judge's key: sign the judgment's document, or let the gateway keep the key (/v1/me/judge-key)");
        return new SubmitJudgment(input.Judgment, signatures);
    }
}
