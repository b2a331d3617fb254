namespace FLChain.Gateway.Index;

/// <summary>What a block changed.</summary>
/// <param name="After">The tree once it had taken effect.</param>
/// <param name="Changes">Models and trainers that it changed, in their order.</param>
internal sealed record BlockOutcome(TreeSnapshot After, IReadOnlyList<RecordChange> Changes);
