namespace FLChain.Gateway.Rest;

/// <summary>Everything the ledger has of one iteration; what the digests name are payloads, which are not shown here.</summary>
/// <param name="Gradients">Masked gradients.</param>
/// <param name="Aggregates">Aggregates.</param>
/// <param name="Leader">The leader, once drawn.</param>
/// <param name="Shares">Unmasking shares.</param>
/// <param name="Evaluations">What partners said of each other.</param>
/// <param name="Closed">The closed iteration, once closed.</param>
public sealed record IterationEvidence(
    IReadOnlyList<Recorded<GradientEntry>> Gradients,
    IReadOnlyList<Recorded<AggregateEntry>> Aggregates,
    Recorded<LeaderEntry>? Leader,
    IReadOnlyList<Recorded<ShareEntry>> Shares,
    IReadOnlyList<Recorded<EvaluationEntry>> Evaluations,
    Recorded<RoundRecord>? Closed);
