namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>What a dealer is doing.</summary>
public enum KeyDealingStage
{
    /// <summary>Searching two safe primes: nearly all of the time, seconds to minutes.</summary>
    SearchingPrimes = 0,

    /// <summary>Computing the shares and verification keys.</summary>
    Sharing = 1,

    /// <summary>Proving that the key is well formed.</summary>
    Proving = 2,
}
