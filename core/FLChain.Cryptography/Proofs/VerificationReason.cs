namespace FLChain.Cryptography.Proofs;

/// <summary>Why a verification ended as it did. Every value but <see cref="Valid"/> is a refusal.</summary>
public enum VerificationReason
{
    /// <summary>Nothing was verified: the default of an unset result, and never valid.</summary>
    NotVerified = 0,

    /// <summary>Everything checked holds.</summary>
    Valid = 1,

    /// <summary>The payload is not of the expected kind, version or length.</summary>
    MalformedPayload = 2,

    /// <summary>The vector has another number of elements than the scheme.</summary>
    WrongCount = 3,

    /// <summary>The trainer index is not one of the key's, or not the expected one.</summary>
    UnknownTrainer = 4,

    /// <summary>A ciphertext, share or commitment is zero or not below n².</summary>
    ElementOutOfRange = 5,

    /// <summary>A ciphertext, share or commitment has a factor in common with n.</summary>
    ElementNotAUnit = 6,

    /// <summary>A share is the larger of c_j and n² − c_j: only the smaller is its encoding.</summary>
    ShareNotCanonical = 7,

    /// <summary>A response of the proof is out of its range.</summary>
    ResponseOutOfRange = 8,

    /// <summary>The proof's equation does not hold for this statement in this context under this key.</summary>
    EquationFailed = 9,

    /// <summary>Fewer than t shares were given.</summary>
    TooFewShares = 10,

    /// <summary>The shares do not combine to a decryption: at least one is not a share of this aggregate.</summary>
    SharesInconsistent = 11,

    /// <summary>The modulus is even, prime, a perfect power or has a small factor.</summary>
    ModulusRefused = 12,

    /// <summary>A derived element of the key (v) is not the one that n gives.</summary>
    DerivedElementWrong = 13,

    /// <summary>The verification keys do not lie on one polynomial of degree t − 1, or do not fit θ.</summary>
    VerificationKeysInconsistent = 14,

    /// <summary>
    /// What valid shares open is no sum of honest vectors. With valid proofs all around, some contributor masked a vector
    /// out of range; a seed opening finds which.
    /// </summary>
    ImpossibleSum = 15,

    /// <summary>A masked word is not below the ring's modulus q.</summary>
    WordOutOfRange = 16,
}
