using System.Numerics;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Lengths of nonces, in bits, always from the lengths in the key: a nonce sized by anything shorter than the secret it
/// hides gives the secret away in one response. A response is below twice its nonce's bound.
/// </summary>
internal static class ProofLengths
{
    /// <summary>α &lt; 2^{|n|/2}.</summary>
    public static int RandomnessBits(int modulusBits) => modulusBits / 2;

    /// <summary>ρ of a single PFC: |α| + |e| + hiding.</summary>
    public static int MaskingNonceBits(int modulusBits) =>
        RandomnessBits(modulusBits) + SecurityParameters.ChallengeBits + SecurityParameters.StatisticalHidingBits;

    /// <summary>ρ of a batched PFC: the secret is Σ ρ_k·α_k over at most 2^20 terms.</summary>
    public static int BatchedMaskingNonceBits(int modulusBits) =>
        MaskingNonceBits(modulusBits) + SecurityParameters.WeightBits + SecurityParameters.VectorLengthBits;

    /// <summary>r of a PFD: |Δ·n·m| + |e| + hiding, with m &lt; n.</summary>
    public static int ShareNonceBits(ThresholdPublicKey key) => ShareNonceBits(key.ModulusBits, key.Trainers);

    public static int ShareNonceBits(int modulusBits, int trainers) =>
        (int)Combinatorics.Factorial(trainers).GetBitLength() + (2 * modulusBits)
        + SecurityParameters.ChallengeBits + SecurityParameters.StatisticalHidingBits;

    /// <summary>Bytes of a response z = nonce + challenge·secret &lt; 2^(nonceBits + 1).</summary>
    public static int ResponseBytes(int nonceBits) => (nonceBits + 1 + 7) / 8;

    public static bool IsResponse(BigInteger response, int nonceBits) => response.Sign >= 0 && response.GetBitLength() <= nonceBits + 1;
}
