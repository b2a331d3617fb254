using FLChain.Core.Answers;

namespace FLChain.TrainerSdk.Training;

/// <summary>What an iteration came to.</summary>
/// <param name="Sums">Sum of the contributors' quantized gradients, one for each parameter.</param>
/// <param name="Contributors">How many gradients are in it.</param>
/// <param name="State">The closed iteration as it is on the ledger.</param>
/// <param name="Faulty">Partners whose submissions did not verify.</param>
internal sealed record RoundOutcome(ReadOnlyMemory<long> Sums, int Contributors, RoundState State, IReadOnlySet<string> Faulty);
