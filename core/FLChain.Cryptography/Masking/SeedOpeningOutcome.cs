namespace FLChain.Cryptography.Masking;

/// <summary>The findings of a seed opening.</summary>
public enum SeedOpeningOutcome
{
    /// <summary>
    /// The payload is not what this seed gives: the seed is not the author's, or the author masked otherwise. An author
    /// whose own seed does not match is at fault; one that was shown to mismatch by a stranger's seed is not.
    /// </summary>
    Mismatch = 0,

    /// <summary>The seed gives the payload, and every value in it is one that a quantized gradient can have.</summary>
    Honest = 1,

    /// <summary>
    /// The seed gives the payload, and a value in it is outside the range of quantized gradients. No seed can show this
    /// of an honest payload.
    /// </summary>
    OutOfRange = 2,
}
