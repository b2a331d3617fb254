using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// A masked gradient whose proof does not verify for its author, model and iteration (verf_C): a wrong ciphertext or
/// proof, a partner's copied, one's own of an earlier iteration.
/// </summary>
internal static class GradientEvidence
{
    public static async Task<Examination> ExamineAsync(LedgerContext context, ModelRecord model, ReportMisbehavior request)
    {
        var entry = await context.RequireAsync<GradientEntry>(
            Keys.Gradient(model.Fid, request.Iteration, request.Accused),
            ErrorCodes.NothingToReport,
            $"{request.Accused} gave no masked gradient to iteration {request.Iteration}");
        var payload = await EvidencePayload.OfAsync(context, Phases.Gradient, model.Fid, request.Iteration, request.Accused, entry.Digest);
        var masking = await FederationMasking.LoadAsync(context, model);
        var verdict = masking.Gradients.VerifyMasked(masking.ContextOf(Phases.Gradient, request.Iteration, request.Accused), payload);
        return verdict.IsValid
            ? Examination.False("the proof of the masked gradient verifies")
            : Examination.Proven($"the proof of the masked gradient does not verify: {verdict}");
    }
}
