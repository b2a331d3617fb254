namespace FLChain.DevPeer.Services;

/// <summary>The orderer as clients see it: its name in error details, and the largest transaction it takes, in bytes.</summary>
internal sealed record SubmissionLimits(string Address, string OrdererMspId, int AbsoluteMaxBytes);
