namespace FLChain.Cli.Audit.Payloads;

/// <summary>A payload that a transaction wrote, with what is still there of it.</summary>
/// <param name="Claim">What its record says.</param>
/// <param name="Fetched">What the source gave.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record CheckedPayload(PayloadClaim Claim, FetchedPayload Fetched, AuditPlace Place);
