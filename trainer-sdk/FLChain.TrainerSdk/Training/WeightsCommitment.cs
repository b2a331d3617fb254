using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Training;

/// <summary>C(H(W_0)): the members' commitment to the initial weights that they share (paper, Algorithm 2).</summary>
internal static class WeightsCommitment
{
    /// <summary>
    /// A Paillier commitment to the SHA-512 of the weights (little-endian float32), with a
    /// randomness that the members derive from the group key: the same bytes from every member.
    /// </summary>
    public static byte[] Commit(ThresholdPublicKey key, GroupKey groupKey, string fid, float[] weights)
    {
        var randomness = groupKey.DeriveCommitmentRandomness(fid, 32);
        try
        {
            return PaillierCommitment.Commit(key, SHA512.HashData(FloatBytes.Of(weights)), randomness);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(randomness);
        }
    }
}
