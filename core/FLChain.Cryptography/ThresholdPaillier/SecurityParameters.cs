namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Every security parameter of threshold Paillier and its proofs, with the reason for its value. Lengths are in bits
/// unless a name says otherwise.
/// </summary>
public static class SecurityParameters
{
    /// <summary>Length of n by default: 112-bit security by NIST SP 800-57, the least it allows beyond 2030 for legacy-free use of factoring.</summary>
    public const int DefaultModulusBits = 2048;

    /// <summary>The longer length offered: 128-bit security by NIST SP 800-57.</summary>
    public const int StrongModulusBits = 3072;

    /// <summary>Longest modulus that a verifier accepts, so that hostile input cannot make it work without bound.</summary>
    public const int MaximumModulusBits = 4096;

    /// <summary>Shortest modulus of a test key (see <see cref="InsecureTestKeyDealer"/>): breakable at once, long enough for the arithmetic.</summary>
    public const int MinimumTestModulusBits = 256;

    /// <summary>Most trainers of one federation. It bounds Δ = N! (below 2^717 for 128) and so exponents and responses.</summary>
    public const int MaximumTrainers = 128;

    /// <summary>
    /// Length of a proof's challenge: a false statement passes with probability 2^−128 for each hash tried. Shorter than
    /// any prime factor of n and of the group's order, so that differences of challenges are invertible.
    /// </summary>
    public const int ChallengeBits = 128;

    /// <summary>Length of the weights that fold a vector into one element; the argument is that of <see cref="ChallengeBits"/>.</summary>
    public const int WeightBits = 128;

    /// <summary>A response hides its secret with statistical distance 2^−128: nonces are this much longer than what they hide.</summary>
    public const int StatisticalHidingBits = 128;

    /// <summary>A vector has at most 2^20 ciphertexts; the nonce of a batched proof allows for a sum of so many terms.</summary>
    public const int VectorLengthBits = 20;

    /// <summary>Length of the seed from which all randomness of a submission's ciphertexts is expanded.</summary>
    public const int SeedBytes = 32;

    /// <summary>Length of transcripts' digests: SHA-512, so that collisions cost 2^256.</summary>
    public const int DigestBytes = 64;

    /// <summary>
    /// Extra length of a hash output before it is reduced to a residue: the bias is below 2^−128.
    /// </summary>
    public const int ReductionSlackBits = 128;

    /// <summary>Rounds of the proof that n is a Blum integer: each lets a false modulus pass with probability one half.</summary>
    public const int BlumRounds = 128;

    /// <summary>
    /// Rounds of the proof that n is square-free and prime to φ(n): with no factor below 2^16, checked by division,
    /// each lets a false modulus pass with probability 2^−16.
    /// </summary>
    public const int RootRounds = 8;
}
