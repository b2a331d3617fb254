using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Core.Training;

namespace FLChain.Core.Tests.Training;

public sealed class AggregateCommitmentTests
{
    private static readonly string Digest = Naming.Digest("aggregate"u8);

    [Fact]
    public void Of_IsTheHashThatTheProtocolSays()
    {
        byte[] written =
        [
            0, 0, 0, 20, .. "flchain/aggregate/v1"u8, 0, 0, 0, 64, .. Convert.FromHexString(Digest), 0, 0, 0, 7, .. "flm-one"u8,
            0, 0, 0, 64, .. System.Text.Encoding.ASCII.GetBytes(new string('a', 64)), 0, 0, 1, 2,
        ];
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(written)), AggregateCommitment.Of("flm-one", 258, new string('a', 64), Digest));
    }

    [Fact]
    public void Of_OtherModelIterationAuthorOrDigest_IsAnother()
    {
        string[] commitments =
        [
            AggregateCommitment.Of("flm-one", 1, "a", Digest), AggregateCommitment.Of("flm-two", 1, "a", Digest), AggregateCommitment.Of("flm-one", 2, "a", Digest),
            AggregateCommitment.Of("flm-one", 1, "b", Digest), AggregateCommitment.Of("flm-one", 1, "a", Naming.Digest("other"u8)),
        ];
        Assert.Equal(commitments.Length, commitments.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    public void Of_NoDigest_Throws(string digest) => Assert.Throws<ArgumentException>(() => AggregateCommitment.Of("flm-one", 1, "a", digest));
}
