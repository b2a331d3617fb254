namespace FLChain.Gateway.Rest;

/// <summary>A closed iteration of training.</summary>
/// <param name="Round">Contributors, shares, beacon, standings.</param>
/// <param name="Leader">Who documented the aggregate, and how the draw went; absent for iteration 0.</param>
/// <param name="Accuracies">What members stated of its accuracy, in the order of their dpIds; empty where nobody did.</param>
public sealed record IterationAnswer(Recorded<RoundRecord> Round, Recorded<LeaderEntry>? Leader, IReadOnlyList<StatedAccuracy> Accuracies);
