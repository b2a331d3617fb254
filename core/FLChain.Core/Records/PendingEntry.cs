namespace FLChain.Core.Records;

/// <summary>That an accusation against a trainer, or one that concerns a model, is not settled yet.</summary>
/// <param name="ReportId">The accusation.</param>
public sealed record PendingEntry(string ReportId);
