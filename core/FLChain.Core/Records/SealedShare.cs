namespace FLChain.Core.Records;

/// <summary>One trainer's dealt secrets, sealed to its encryption key.</summary>
public sealed record SealedShare(string DpId, byte[] Envelope);
