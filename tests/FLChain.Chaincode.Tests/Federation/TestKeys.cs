using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Tests.Federation;

/// <summary>Short keys, dealt once for all tests.</summary>
internal static class TestKeys
{
    private static readonly Lazy<DealtKey> s_twoOfThree = new(() => InsecureTestKeyDealer.Deal(256, 3, 2));
    private static readonly Lazy<DealtKey> s_threeOfThree = new(() => InsecureTestKeyDealer.Deal(256, 3, 3));
    private static readonly Lazy<DealtKey> s_twoOfFour = new(() => InsecureTestKeyDealer.Deal(256, 4, 2));
    private static readonly Lazy<DealtKey> s_longer = new(() => InsecureTestKeyDealer.Deal(320, 3, 2));

    public static DealtKey TwoOfThree => s_twoOfThree.Value;

    public static DealtKey ThreeOfThree => s_threeOfThree.Value;

    public static DealtKey TwoOfFour => s_twoOfFour.Value;

    public static DealtKey Longer => s_longer.Value;

    public static byte[] Commitment(byte weights, ThresholdPublicKey? key = null) =>
        PaillierCommitment.Commit(key ?? TwoOfThree.PublicKey, Digest(weights), new byte[32]);

    public static SealedShare[] Envelopes(ModelRecord model) => [.. model.Dps.Select(dpId => new SealedShare(dpId, [1, 2, 3]))];

    private static byte[] Digest(byte weights) => System.Security.Cryptography.SHA512.HashData([weights]);
}
