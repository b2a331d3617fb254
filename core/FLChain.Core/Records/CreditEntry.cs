namespace FLChain.Core.Records;

/// <summary>An amount that its owner has not collected yet, above 0.</summary>
public sealed record CreditEntry(long Amount);
