using FLChain.Core.Events;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>Reads and writes of reports.</summary>
internal static class Reports
{
    public static async Task<ReportRecord> FindAsync(LedgerContext context, string reportId)
    {
        Rule.Require(Naming.IsTransactionId(reportId), ErrorCodes.NoReport, "that is not the id of a report");
        return await context.RequireAsync<ReportRecord>(Keys.Report(reportId), ErrorCodes.NoReport, $"there is no report {reportId}");
    }

    public static async Task<ReportRecord> WriteAsync(LedgerContext context, ReportRecord report, string transaction)
    {
        await context.PutAsync(Keys.Report(report.ReportId), report);
        Announce(context, transaction, report.Fid, report.Iteration, report.ReportId);
        return report;
    }

    public static void Announce(LedgerContext context, string transaction, string? fid, int? iteration, string reference) =>
        context.Emit(TransactionNames.Misbehavior.Contract, transaction, new LedgerEvent(fid, iteration, context.Caller.PartyId, reference));
}
