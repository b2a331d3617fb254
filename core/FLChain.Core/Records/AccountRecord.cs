namespace FLChain.Core.Records;

/// <summary>The money of one party. Credits from others wait beside it until the owner's next payment collects them.</summary>
/// <param name="Balance">Free to spend, 0 or more.</param>
/// <param name="Deposit">Frozen in the public account (PAC) for this party, 0 or more.</param>
public sealed record AccountRecord(long Balance, long Deposit);
