namespace FLChain.Core.Records;

/// <summary>A member that called a good dealing bad, which voided it for everyone: the federation starts without it.</summary>
/// <param name="DpId">The member.</param>
/// <param name="ReportId">Its report.</param>
public sealed record FalseAlarmEntry(string DpId, string ReportId);
