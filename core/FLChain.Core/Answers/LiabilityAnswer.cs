namespace FLChain.Core.Answers;

/// <summary>What a trainer's deposit backs now.</summary>
/// <param name="Deposit">What is frozen.</param>
/// <param name="Bound">How much of it cannot be withdrawn: d_DP for each federation that the trainer is liable for, for what it delivered or aggregated elsewhere, and for a pending accusation.</param>
/// <param name="ToJoin">What must be frozen in addition before the trainer can join one more federation; 0 when it can.</param>
public sealed record LiabilityAnswer(long Deposit, long Bound, long ToJoin);
