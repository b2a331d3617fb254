namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>What a watch has done since it was started.</summary>
/// <param name="Gradients">Masked gradients whose proof was verified.</param>
/// <param name="Aggregates">Aggregates that were compared with the product.</param>
/// <param name="Shares">Unmasking shares that were opened and verified.</param>
/// <param name="Faults">Submissions that are wrong.</param>
/// <param name="Reported">Faults that this watch reported and the contract proved.</param>
/// <param name="NotChecked">Submissions that could not be checked.</param>
public sealed record WatchSummary(long Gradients, long Aggregates, long Shares, long Faults, long Reported, long NotChecked);
