using FLChain.Core.Records;

namespace FLChain.Core.Answers;

/// <summary>How far a federation has come.</summary>
/// <param name="Model">The model's record.</param>
/// <param name="ClosedRounds">Iterations that are closed.</param>
/// <param name="LastRound">The last closed iteration (iteration 0 at the start of training); absent before training.</param>
public sealed record Progress(ModelRecord Model, int ClosedRounds, RoundRecord? LastRound);
