using FLChain.Core.Events;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// ConfirmShare and ComplainShare: each member's one word on what it was dealt in an attempt. A confirmation commits to
/// the share (Algorithm 2's Enc(s_j, h, Sign(s_j ‖ h, S_j)), sealed to the authority) and to the initial weights.
/// </summary>
internal static class ShareConfirmation
{
    /// <summary>Largest sealed commitment, in bytes.</summary>
    public const int MaxCommitmentBytes = 64 * 1024;

    public static async Task ConfirmAsync(LedgerContext context, ConfirmShare request)
    {
        var (model, setup) = await RequireOpenAsync(context, request.Fid, request.Attempt);
        KeySetup.RequireCiphertext(model, setup, request.WeightsCommitment);
        var commitment = await context.ReceivePayloadAsync(request.CommitmentDigest, MaxCommitmentBytes);

        var dpId = context.Caller.PartyId;
        await context.PutPayloadAsync(Phases.Preparation, model.Fid, setup.Attempt, dpId, commitment);
        var confirmation = new ConfirmationRecord(dpId, false, request.CommitmentDigest, request.WeightsCommitment, context.Now);
        await WriteAsync(context, model, setup, confirmation, TransactionNames.Federation.ConfirmShare);
    }

    public static async Task ComplainAsync(LedgerContext context, ComplainShare request)
    {
        var (model, setup) = await RequireOpenAsync(context, request.Fid, request.Attempt);
        var complaint = new ConfirmationRecord(context.Caller.PartyId, true, string.Empty, [], context.Now);
        await WriteAsync(context, model, setup, complaint, TransactionNames.Federation.ComplainShare);
    }

    private static async Task<(ModelRecord Model, SetupRecord Setup)> RequireOpenAsync(LedgerContext context, string fid, int attempt)
    {
        var model = await context.ModelAtAsync(fid, ModelStage.Preparing);
        context.RequireMember(model);
        var setup = await FederationContract.SetupOf(context, model);
        Rule.Require(attempt == setup.Attempt, ErrorCodes.SetupState, $"the dealing that stands is attempt {setup.Attempt}, not {attempt}");
        Rule.Require(
            !await context.ExistsAsync(Keys.Confirmation(fid, attempt, context.Caller.PartyId)),
            ErrorCodes.AlreadyConfirmed,
            $"the caller has confirmed attempt {attempt} or complained of it already");
        return (model, setup);
    }

    private static async Task WriteAsync(LedgerContext context, ModelRecord model, SetupRecord setup, ConfirmationRecord confirmation, string transaction)
    {
        await context.PutAsync(Keys.Confirmation(model.Fid, setup.Attempt, confirmation.DpId), confirmation);
        context.Emit(
            TransactionNames.Federation.Contract,
            transaction,
            new LedgerEvent(Fid: model.Fid, Author: confirmation.DpId, Reference: setup.Attempt.ToString()));
    }
}
