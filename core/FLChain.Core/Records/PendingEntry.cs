namespace FLChain.Core.Records;

/// <summary>That an accusation against a trainer, or one that concerns a model, is not settled yet.</summary>
/// <param name="ReportId">The accusation.</param>
/// <param name="Inspects">The federation whose gradient is inspected; absent for an accusation that somebody made, which suspends.</param>
public sealed record PendingEntry(string ReportId, string? Inspects = null);
