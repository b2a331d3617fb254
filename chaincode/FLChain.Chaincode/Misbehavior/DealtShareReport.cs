using FLChain.Chaincode.Federation;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// A member shows what the authority dealt it: the contract opens the sealed envelope and compares the key share with its
/// verification key, v^(Δ·s_j) = v_j. The authority has no deposit: its fault is recorded and it deals again. True or not,
/// the dealing can no longer be used, because its group key is public now; the time to prepare begins anew, so that the
/// authority can deal again however late the report came. Who called a good dealing bad is left out of the next ones and
/// reports no other; who has confirmed its share has checked it.
/// </summary>
internal static class DealtShareReport
{
    public static async Task<ReportRecord> RunAsync(LedgerContext context, ReportMisbehavior request)
    {
        var policy = await context.PolicyAsync();
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Preparing);
        var index = context.RequireMember(model);
        var setup = await FederationContract.SetupOf(context, model);
        Rule.Require(request.Iteration == setup.Attempt, ErrorCodes.SetupState, $"the dealing that stands is attempt {setup.Attempt}");
        Rule.Require(string.Equals(request.Accused, policy.AuthorityMsp, StringComparison.Ordinal), ErrorCodes.BadArgument, $"{policy.AuthorityMsp} deals key shares");
        Rule.Require(
            !await context.ExistsAsync(Keys.VoidSetup(model.Fid, setup.Attempt)),
            ErrorCodes.AlreadyReported,
            $"attempt {setup.Attempt} has been opened on the ledger already");

        await RequireMayReportAsync(context, model, setup);
        var found = await ExamineAsync(context, model, setup, index, request.Opening ?? []);
        var fee = found.State == ReportState.False ? policy.ReportFee : 0;
        var payments = new Payments(context);
        payments.Pay(AccountName.Party(context.Caller.PartyId), AccountName.Public, fee, PaymentEvent.ReportFee, model.Fid);
        await payments.CommitAsync();
        await WriteAsync(context, model, setup, request, found);
        var report = new ReportRecord(
            context.Tx, request.Kind, model.Fid, request.Iteration, request.Accused, context.Caller.PartyId, fee, found.State, found.Finding, context.Now, 0);
        return await Reports.WriteAsync(context, report, TransactionNames.Misbehavior.Report);
    }

    private static async Task RequireMayReportAsync(LedgerContext context, ModelRecord model, SetupRecord setup)
    {
        var dpId = context.Caller.PartyId;
        Rule.Require(
            !await context.ExistsAsync(Keys.FalseAlarm(model.Fid, dpId)),
            ErrorCodes.LeftOut,
            $"the caller called a good dealing bad: the federation of {model.Fid} starts without it");
        Rule.Require(
            await context.GetAsync<ConfirmationRecord>(Keys.Confirmation(model.Fid, setup.Attempt, dpId)) is not { Complaint: false },
            ErrorCodes.AlreadySubmitted,
            $"the caller has confirmed its share of attempt {setup.Attempt}");
    }

    // An envelope that has not the form of one needs no opening: everybody can see it. The trainer's key is the one that
    // was dealt to, because it cannot change while a federation prepares.
    private static async Task<Examination> ExamineAsync(LedgerContext context, ModelRecord model, SetupRecord setup, int index, byte[] opening)
    {
        var trainer = await context.RequireTrainerAsync();
        var sealedFor = EnvelopeContexts.DealtShare(model.Fid, setup.Attempt, trainer.DpId);
        if (!EnvelopeOpening.TryOpen(trainer.EncryptionKey, sealedFor, setup.Shares[index - 1].Envelope, opening, out var secrets, out var rejection))
        {
            Rule.Require(rejection != EnvelopeRejection.Opening, ErrorCodes.BadEvidence, "that is not the caller's opening of its envelope");
            return Examination.Proven($"the dealt envelope holds nothing: {rejection}");
        }

        // The group key, then the key share: what the authority seals to each member.
        var key = KeySetup.Read(setup.PublicKey, model.Terms);
        return secrets.Length > SymmetricKey.LengthBytes && key.VerifyRevealedShare(index, secrets.AsSpan(SymmetricKey.LengthBytes))
            ? Examination.False("the dealt key share fits its verification key")
            : Examination.Proven("the dealt key share does not fit its verification key");
    }

    private static async Task WriteAsync(LedgerContext context, ModelRecord model, SetupRecord setup, ReportMisbehavior request, Examination found)
    {
        var dpId = context.Caller.PartyId;
        await context.PutAsync(Keys.Confirmation(model.Fid, setup.Attempt, dpId), new ConfirmationRecord(dpId, true, string.Empty, [], context.Now));
        await context.PutAsync(Keys.VoidSetup(model.Fid, setup.Attempt), new ReportReference(context.Tx));
        await context.PutAsync(Keys.Model(model.Fid), Preparation.Restarted(context, model));
        if (found.State != ReportState.Proven)
        {
            await context.PutAsync(Keys.FalseAlarm(model.Fid, dpId), new FalseAlarmEntry(dpId, context.Tx));
            return;
        }

        await context.PutAsync(
            Keys.Fault(model.Fid, setup.Attempt, request.Kind, request.Accused),
            new FaultRecord(model.Fid, setup.Attempt, request.Kind, request.Accused, dpId, found.Finding, 0, 0, 0, false, context.Now, context.Tx));
    }
}
