using System.Runtime.CompilerServices;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.TrainerSdk.Ledger;

/// <summary>The queries of the contracts, typed.</summary>
internal static class LedgerCalls
{
    public static Task<Policy> PolicyAsync(this LedgerClient ledger, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Policy>(TransactionNames.Registry.Contract, TransactionNames.Registry.GetPolicy, null, cancellationToken);

    public static Task<TrainerRecord> TrainerAsync(this LedgerClient ledger, string dpId, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<TrainerRecord>(TransactionNames.Registry.Contract, TransactionNames.Registry.GetTrainer, new PartyReference(dpId), cancellationToken);

    public static Task<ModelRecord> ModelAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<ModelRecord>(TransactionNames.Federation.Contract, TransactionNames.Federation.GetModel, new ModelReference(fid), cancellationToken);

    public static Task<Page<ModelRecord>> ModelsAsync(this LedgerClient ledger, string bookmark, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Page<ModelRecord>>(
            TransactionNames.Federation.Contract, TransactionNames.Federation.ListModels, new PageRequest(PageRequest.MaxPageSize, bookmark), cancellationToken);

    public static async IAsyncEnumerable<ModelRecord> AllModelsAsync(this LedgerClient ledger, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bookmark = "";
        do
        {
            var page = await ledger.ModelsAsync(bookmark, cancellationToken);
            foreach (var model in page.Items) yield return model;
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);
    }

    public static Task<SetupRecord> SetupAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<SetupRecord>(TransactionNames.Federation.Contract, TransactionNames.Federation.GetSetup, new ModelReference(fid), cancellationToken);

    public static Task<ConfirmationRecord[]> ConfirmationsAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<ConfirmationRecord[]>(
            TransactionNames.Federation.Contract, TransactionNames.Federation.GetConfirmations, new ModelReference(fid), cancellationToken);

    public static Task<Page<IntentionRecord>> IntentionsAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Page<IntentionRecord>>(
            TransactionNames.Federation.Contract, TransactionNames.Federation.ListIntentions, new PageRequest(PageRequest.MaxPageSize, "", fid), cancellationToken);

    public static Task<Core.Answers.Progress> ProgressAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Core.Answers.Progress>(TransactionNames.Training.Contract, TransactionNames.Training.GetProgress, new ModelReference(fid), cancellationToken);

    public static Task<RoundState> RoundAsync(this LedgerClient ledger, string fid, int iteration, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<RoundState>(TransactionNames.Training.Contract, TransactionNames.Training.GetRound, new RoundReference(fid, iteration), cancellationToken);

    public static Task<AttestationEntry[]> AttestationsAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<AttestationEntry[]>(TransactionNames.Training.Contract, TransactionNames.Training.GetAttestations, new ModelReference(fid), cancellationToken);

    public static Task<PurchaseRecord> PurchaseAsync(this LedgerClient ledger, string fid, string purchaseId, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<PurchaseRecord>(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetPurchase, new PurchaseReference(fid, purchaseId), cancellationToken);

    public static Task<Page<PurchaseRecord>> PurchasesAsync(this LedgerClient ledger, string fid, string bookmark, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Page<PurchaseRecord>>(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.ListPurchases, new PageRequest(PageRequest.MaxPageSize, bookmark, fid), cancellationToken);

    public static Task<Page<PurchaseRecord>> BoughtAsync(this LedgerClient ledger, string buyer, string bookmark, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<Page<PurchaseRecord>>(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.ListBought, new PageRequest(PageRequest.MaxPageSize, bookmark, buyer), cancellationToken);

    public static Task<AccountAnswer> AccountAsync(this LedgerClient ledger, string account, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<AccountAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetAccount, new AccountReference(account), cancellationToken);

    public static Task<LiabilityAnswer> LiabilityAsync(this LedgerClient ledger, string dpId, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<LiabilityAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetLiability, new PartyReference(dpId), cancellationToken);

    public static Task<FaultRecord[]> FaultsAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<FaultRecord[]>(TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.GetFaults, new ModelReference(fid), cancellationToken);

    public static Task<ReportRecord> ReportAsync(this LedgerClient ledger, string reportId, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<ReportRecord>(TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.GetReport, new ReportReference(reportId), cancellationToken);

    public static Task<IReadOnlyList<ReportRecord>> ReportsAsync(this LedgerClient ledger, CancellationToken cancellationToken) =>
        AllAsync<ReportRecord>(ledger, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.ListReports, cancellationToken);

    public static Task<AccusationRecord> AccusationAsync(this LedgerClient ledger, string reportId, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<AccusationRecord>(TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.GetAccusation, new ReportReference(reportId), cancellationToken);

    public static Task<IReadOnlyList<AccusationRecord>> AccusationsAsync(this LedgerClient ledger, CancellationToken cancellationToken) =>
        AllAsync<AccusationRecord>(ledger, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.ListAccusations, cancellationToken);

    public static Task<InspectionEntry[]> InspectionsAsync(this LedgerClient ledger, string fid, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<InspectionEntry[]>(
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.GetInspections, new ModelReference(fid), cancellationToken);

    public static Task<DisputeAnswer> DisputeAsync(this LedgerClient ledger, string fid, int iteration, CancellationToken cancellationToken) =>
        ledger.EvaluateAsync<DisputeAnswer>(
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.GetDispute, new RoundReference(fid, iteration), cancellationToken);

    /// <summary>The dispute of a halted federation, of its last closed iteration or of the one after it; null when it has none.</summary>
    public static async Task<DisputeAnswer?> DisputeOfAsync(this LedgerClient ledger, ModelRecord model, CancellationToken cancellationToken)
    {
        var closed = (await ledger.ProgressAsync(model.Fid, cancellationToken)).ClosedRounds;
        for (var iteration = Math.Max(1, closed); iteration <= Math.Min(closed + 1, model.Terms.Iterations); iteration++)
        {
            try
            {
                return await ledger.DisputeAsync(model.Fid, iteration, cancellationToken);
            }
            catch (LedgerException error) when (error.Is(Core.Errors.ErrorCodes.NoDispute))
            {
                // Not this one.
            }
        }

        return null;
    }

    /// <summary>A payload, checked against the digest that the ledger keeps; null when it has expired.</summary>
    /// <exception cref="InvalidDataException">The peer gave other bytes.</exception>
    public static async Task<byte[]?> PayloadAsync(
        this LedgerClient ledger, string fid, int iteration, string phase, string author, string digest, CancellationToken cancellationToken)
    {
        var bytes = await ledger.PayloadAsync(fid, iteration, phase, author, cancellationToken);
        return bytes is null || Naming.Digest(bytes) == digest
            ? bytes
            : throw new InvalidDataException($"the {phase} payload of {author} in iteration {iteration} does not have the digest on the ledger");
    }

    /// <summary>A payload as the peer gives it, which may be anything; null when it has expired.</summary>
    public static async Task<byte[]?> PayloadAsync(
        this LedgerClient ledger, string fid, int iteration, string phase, string author, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.EvaluateBytesAsync(
                TransactionNames.Training.Contract, TransactionNames.Training.GetPayload, new PayloadReference(fid, iteration, phase, author), cancellationToken);
        }
        catch (LedgerException error) when (error.Is(Core.Errors.ErrorCodes.NoPayload))
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(LedgerClient ledger, string contract, string transaction, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var bookmark = "";
        do
        {
            var page = await ledger.EvaluateAsync<Page<T>>(contract, transaction, new PageRequest(PageRequest.MaxPageSize, bookmark), cancellationToken);
            items.AddRange(page.Items);
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);
        return items;
    }
}
