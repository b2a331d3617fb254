namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Which key lengths a verifier accepts.</summary>
public enum KeySizePolicy
{
    /// <summary>2048 to 4096 bits: the only choice outside tests.</summary>
    Production = 0,

    /// <summary>Also keys from <see cref="InsecureTestKeyDealer"/>, which anyone can break.</summary>
    InsecureTestsOnly = 1,
}
