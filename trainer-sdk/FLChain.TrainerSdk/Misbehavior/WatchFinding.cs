using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>Something that a watch found.</summary>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">1 or more.</param>
/// <param name="Kind">What is at fault; null where no reportable submission is.</param>
/// <param name="Accused">dpId of who is at fault, or of whose submission could not be checked; of whose gradient is to be inspected; empty for a whole iteration.</param>
/// <param name="Message">Words for people.</param>
public sealed record WatchFinding(WatchOutcome Outcome, string Fid, int Iteration, FaultKind? Kind, string Accused, string Message);
