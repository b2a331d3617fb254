using System.Diagnostics.CodeAnalysis;
using FLChain.Chaincode.Training;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// An unmasking share whose proof does not verify (verf_CD). The share is sealed; the reporter reveals the key of this
/// one payload, and that it is the accused's own follows from the ledger: the accused signed the payload's digest, and a
/// payload opens under one key only, to which it commits. So no reporter can show another share than the accused sealed.
/// <para>
/// What does not open may have been sealed under a wrong key, or the reporter may have named one. The contract cannot
/// tell, so the accused is challenged to open it; an honest one always can.
/// </para>
/// </summary>
internal static class ShareEvidence
{
    public static async Task<Examination> ExamineAsync(LedgerContext context, ModelRecord model, ReportMisbehavior request)
    {
        Rule.Require(request.Opening is { Length: SymmetricKey.LengthBytes }, ErrorCodes.BadEvidence, $"the key of the sealed share has {SymmetricKey.LengthBytes} bytes");
        var payload = await PayloadAsync(context, model.Fid, request.Iteration, request.Accused);
        var (verdict, finding) = await OpenAsync(context, model, request.Iteration, request.Accused, payload, request.Opening);
        switch (verdict)
        {
            case ShareVerdict.Right: return Examination.False(finding);
            case ShareVerdict.Wrong: return Examination.Proven(finding);
            case ShareVerdict.OtherKey: break;
            default: throw new InvalidOperationException($"there is no verdict {verdict}");
        }

        await RequireChallengeableAsync(context, model, request);
        return Examination.Challenged(finding);
    }

    /// <summary>A member's sealed share, from the collection or brought along.</summary>
    public static async Task<byte[]> PayloadAsync(LedgerContext context, string fid, int iteration, string author)
    {
        var entry = await context.RequireAsync<ShareEntry>(Keys.Share(fid, iteration, author), ErrorCodes.NothingToReport, $"{author} gave no share of iteration {iteration}");
        return await EvidencePayload.OfAsync(context, Phases.Share, fid, iteration, author, entry.Digest);
    }

    /// <summary>Opens a member's sealed share with a revealed key and verifies it.</summary>
    public static async Task<(ShareVerdict Verdict, string Finding)> OpenAsync(LedgerContext context, ModelRecord model, int iteration, string author, byte[] payload, byte[] key)
    {
        if (!TryOpen(context, model, iteration, author, payload, key, out var share, out var rejection))
            return rejection == EnvelopeRejection.KeyCommitment
                ? (ShareVerdict.OtherKey, "the sealed share does not open with this key")
                : (ShareVerdict.Wrong, $"the sealed share holds none: {rejection}");

        var masking = await FederationMasking.LoadAsync(context, model);
        var aggregate = await context.RequirePayloadAsync(Phases.Aggregate, model.Fid, iteration, Keys.DocumentedAuthor);
        var verdict = masking.VerifyGradientShare(iteration, author, aggregate, share);
        return verdict.IsValid
            ? (ShareVerdict.Right, "the proof of the unmasking share verifies")
            : (ShareVerdict.Wrong, $"the proof of the unmasking share does not verify: {verdict}");
    }

    /// <summary>Whether the payload opens with the key, to which it commits.</summary>
    public static bool TryOpen(
        LedgerContext context, ModelRecord model, int iteration, string author, byte[] payload, byte[] key,
        [NotNullWhen(true)] out byte[]? share, out EnvelopeRejection rejection)
    {
        using var opening = ShareKey.FromBytes(key);
        return opening.TryOpen(payload, EnvelopeContexts.GradientShare(context.Stub.ChannelId, model.Fid, iteration, author), out share, out rejection);
    }

    // A member that trains is there to answer; one whose federation is over may not be. So no challenge is made later
    // than a share could still be replaced, and only by a partner, who alone knows what key it should be.
    private static async Task RequireChallengeableAsync(LedgerContext context, ModelRecord model, ReportMisbehavior request)
    {
        context.RequireMember(model);
        Rule.Require(
            model.Stage == ModelStage.Training && !await context.ExistsAsync(Keys.Leader(model.Fid, request.Iteration + 1)),
            ErrorCodes.WrongReportState,
            "a share that does not open can be challenged only until the leader of the next iteration is drawn");
        Rule.Require(
            !await context.ExistsAsync(Keys.Challenge(model.Fid, request.Iteration, request.Accused)),
            ErrorCodes.AlreadyReported,
            "this share has been challenged already");
    }
}
