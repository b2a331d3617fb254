namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>A progress report of <see cref="KeyDealer"/>.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Candidates">Prime candidates looked at so far; the search has no known end.</param>
/// <param name="PrimesFound">Safe primes found, 0 to 2.</param>
public readonly record struct KeyDealingProgress(KeyDealingStage Stage, long Candidates, int PrimesFound);
