using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

public sealed class PaillierCommitmentTests
{
    private static readonly ThresholdPublicKey Key = TestKeys.Get().PublicKey;

    private static readonly byte[] Digest = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    [Fact]
    public void Commit_SameInput_GivesTheSameBytesToEveryTrainer()
    {
        var first = PaillierCommitment.Commit(Key, Digest, MaskingScenario.Seed(1));
        Assert.Equal(Key.CiphertextBytes, first.Length);
        Assert.Equal(first, PaillierCommitment.Commit(Key, Digest, MaskingScenario.Seed(1)));
        Assert.True(PaillierCommitment.Opens(Key, first, Digest, MaskingScenario.Seed(1)));
    }

    [Fact]
    public void Commit_OtherDigestRandomnessOrKey_Differs()
    {
        var commitment = PaillierCommitment.Commit(Key, Digest, MaskingScenario.Seed(1));
        Assert.NotEqual(commitment, PaillierCommitment.Commit(Key, Digest.AsSpan(1), MaskingScenario.Seed(1)));
        Assert.NotEqual(commitment, PaillierCommitment.Commit(Key, Digest, MaskingScenario.Seed(2)));
        Assert.NotEqual(commitment, PaillierCommitment.Commit(TestKeys.Get(512, 10, 5).PublicKey, Digest, MaskingScenario.Seed(1)));
    }

    [Fact]
    public void Commit_ShortestTestKey_HasRoom() =>
        Assert.Equal(64, PaillierCommitment.Commit(TestKeys.Get(256, 5, 3).PublicKey, Digest, MaskingScenario.Seed(1)).Length);

    [Fact]
    public void Commit_WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => PaillierCommitment.Commit(Key, [], MaskingScenario.Seed(1)));
        Assert.Throws<ArgumentException>(() => PaillierCommitment.Commit(Key, Digest, new byte[31]));
    }
}
