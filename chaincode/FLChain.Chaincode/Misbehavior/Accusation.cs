namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// ReportUnqualified: a claim that people must judge. Until it is settled the accused is suspended, keeps one more d_DP
/// frozen if it has it, and its models on sale cannot be bought; nothing else moves.
/// </summary>
internal static class Accusation
{
    /// <summary>Most models that one accusation concerns, the latest of the accused.</summary>
    public const int MaxModels = 100;

    /// <summary>Most accusations of one trainer that are not settled, and as many inspections: a judgment has to read and end them all.</summary>
    public const int MaxOpen = 32;

    private const int MaxClaimLength = 1_000;

    public static async Task<AccusationRecord> RunAsync(LedgerContext context, ReportUnqualified request)
    {
        var policy = await context.PolicyAsync();
        Rule.RequireText(request.Claim, 1, MaxClaimLength, "the claim");
        Rule.Require(Naming.IsDigest(request.EvidenceDigest), ErrorCodes.BadArgument, "the evidence is named by its SHA-512 digest");
        Rule.Require(!string.Equals(request.Accused, context.Caller.PartyId, StringComparison.Ordinal), ErrorCodes.SelfReport, "nobody accuses itself");
        var accused = await context.TrainerAsync(request.Accused);
        Rule.Require(accused.Status != TrainerStatus.Unqualified, ErrorCodes.NothingToReport, "the trainer is unqualified already");
        await RequireNewAsync(context, accused);
        var models = await ModelsOfAsync(context, accused);

        var payments = new Payments(context);
        payments.Pay(AccountName.Party(context.Caller.PartyId), AccountName.Public, policy.UnqualifiedReportFee, PaymentEvent.UnqualifiedReportFee, context.Tx);
        await payments.CommitAsync();
        await SuspendAsync(context, accused, models);
        var accusation = new AccusationRecord(
            context.Tx, accused.DpId, context.Caller.PartyId, request.Claim, request.EvidenceDigest, policy.UnqualifiedReportFee, AccusationState.Pending,
            [.. models.Select(model => model.Fid)], context.Now, context.Now + (policy.JudgmentSeconds * 1000L), null, string.Empty, 0);
        return await WriteAsync(context, accusation, TransactionNames.Misbehavior.ReportUnqualified);
    }

    public static async Task<AccusationRecord> FindAsync(LedgerContext context, string reportId)
    {
        Rule.Require(Naming.IsTransactionId(reportId), ErrorCodes.NoReport, "that is not the id of an accusation");
        return await context.RequireAsync<AccusationRecord>(Keys.Accusation(reportId), ErrorCodes.NoReport, $"there is no accusation {reportId}");
    }

    public static async Task<AccusationRecord> WriteAsync(LedgerContext context, AccusationRecord accusation, string transaction)
    {
        await context.PutAsync(Keys.Accusation(accusation.ReportId), accusation);
        Reports.Announce(context, transaction, null, null, accusation.ReportId);
        return accusation;
    }

    /// <summary>What is not settled of a trainer, accusations and inspections.</summary>
    public static Task<List<PendingEntry>> PendingAsync(LedgerContext context, string dpId) =>
        context.ListAsync<PendingEntry>(Keys.AllPendingAgainst(dpId), 2 * MaxOpen);

    // Nobody accuses one trainer twice at a time, and no trainer's judgment grows beyond measure. Inspections count apart, so
    // that nobody who has itself inspected is safe from accusations.
    private static async Task RequireNewAsync(LedgerContext context, TrainerRecord accused)
    {
        var open = (await PendingAsync(context, accused.DpId)).Where(pending => pending.Inspects is null).ToArray();
        Rule.Require(open.Length < MaxOpen, ErrorCodes.TooMany, $"{MaxOpen} accusations of the trainer are not settled yet");
        foreach (var pending in open)
        {
            var accusation = await FindAsync(context, pending.ReportId);
            Rule.Require(
                !string.Equals(accusation.Reporter, context.Caller.PartyId, StringComparison.Ordinal),
                ErrorCodes.AlreadyReported,
                $"the caller's accusation {accusation.ReportId} of the trainer is not settled yet");
        }
    }

    // In the order of their fids, as a judgment names them.
    private static async Task<List<ModelRecord>> ModelsOfAsync(LedgerContext context, TrainerRecord accused)
    {
        var models = new List<ModelRecord>();
        foreach (var fid in accused.Flms.TakeLast(MaxModels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (await context.ModelAsync(fid) is { Stage: not ModelStage.Halted } model)
                models.Add(model);
        return models;
    }

    private static async Task SuspendAsync(LedgerContext context, TrainerRecord accused, IReadOnlyList<ModelRecord> models)
    {
        await context.PutAsync(Keys.PendingAgainst(accused.DpId, context.Tx), new PendingEntry(context.Tx));
        if (accused.Status != TrainerStatus.Suspending) await context.PutAsync(Keys.Trainer(accused.DpId), accused.Next(context) with { Status = TrainerStatus.Suspending });
        foreach (var model in models)
        {
            await context.PutAsync(Keys.InJudging(model.Fid, context.Tx), new PendingEntry(context.Tx));
            if (model.Status == ModelStatus.Onsale) await context.PutAsync(Keys.Model(model.Fid), model.Next(context) with { Status = ModelStatus.Problematic });
        }
    }
}
