using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

public sealed class PaillierMaskingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ProofContext Context(int trainer, string phase = "gradient") => new("fl", "flm-1", 7, phase, $"dp-{trainer}", 0);

    [Fact]
    public void WholeFlow_HonestTrainers_OpensTheExactSum()
    {
        var dealt = TestKeys.Get();
        var scheme = new PaillierMasking(dealt.PublicKey, 3);
        var plaintexts = Enumerable.Range(1, 4).Select(j => Enumerable.Range(0, 3).Select(k => (BigInteger)((j * 1000) + k)).ToArray()).ToArray();
        var payloads = Enumerable.Range(1, 4)
            .Select(j => scheme.Mask(Context(j), plaintexts[j - 1], RandomNumberGenerator.GetBytes(32), Token).Payload).ToArray();
        for (int j = 1; j <= 4; j++)
            Assert.Equal(VerificationResult.Valid, scheme.VerifyMasked(Context(j), payloads[j - 1]));

        var aggregate = scheme.Aggregate(payloads);
        var shares = new Dictionary<int, ReadOnlyMemory<byte>>();
        foreach (int j in (int[])[4, 1, 3])
        {
            var share = scheme.ComputeShare(Context(j, "share"), dealt.Shares[j - 1], aggregate, Token);
            Assert.Equal(VerificationResult.Valid, scheme.VerifyShare(Context(j, "share"), j, aggregate, share));
            shares[j] = share;
        }

        var result = scheme.Combine(aggregate, shares);

        Assert.True(result.IsSuccess, result.Outcome.ToString());
        Assert.Equal(4, result.Contributors);
        Assert.Equal([10000, 10004, 10008], result.Sums.Select(sum => (int)sum));
    }

    [Fact]
    public void KeyProof_FreshKey_IsValid()
    {
        var dealt = TestKeys.Get();
        Assert.Equal(VerificationResult.Valid, KeyProof.Verify(dealt.PublicKey, dealt.Proof.Span));
        Assert.All(dealt.Shares, share => Assert.True(dealt.PublicKey.VerifyShareKey(share)));
    }
}
