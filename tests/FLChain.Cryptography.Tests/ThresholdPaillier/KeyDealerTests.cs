using System.Collections.Concurrent;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Tests.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.ThresholdPaillier;

public sealed class KeyDealerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openssl", 320, 5, 2)]
    [InlineData("managed", 256, 3, 3)]
    public void Deal_FreshKey_IsWellFormed(string engine, int bits, int trainers, int threshold)
    {
        var reports = new ConcurrentQueue<KeyDealingProgress>();
        using var dealt = KeyDealer.Deal(
            bits, trainers, threshold, KeySizePolicy.InsecureTestsOnly, EngineAgreementTests.Engine(engine), new Recorder(reports), Token);

        Assert.Equal((bits, trainers, threshold), ((int)dealt.PublicKey.Modulus.GetBitLength(), dealt.PublicKey.Trainers, dealt.PublicKey.Threshold));
        Assert.Equal(engine, dealt.PublicKey.ArithmeticEngine);
        Assert.True(ThresholdPublicKey.TryDecode(dealt.PublicKey.Encode(), KeySizePolicy.InsecureTestsOnly, out _));
        Assert.Equal(VerificationResult.Valid, KeyProof.Verify(dealt.PublicKey, dealt.Proof.Span));
        Assert.Equal(Enumerable.Range(1, trainers), dealt.Shares.Select(share => share.TrainerIndex));
        Assert.All(dealt.Shares, share => Assert.True(dealt.PublicKey.VerifyShareKey(share)));
        Assert.Contains(reports, report => report is { Stage: KeyDealingStage.SearchingPrimes, PrimesFound: 2, Candidates: > 0 });
        Assert.Equal(KeyDealingStage.Proving, reports.Last().Stage);
    }

    [Fact]
    public void Deal_Twice_GivesDifferentKeys()
    {
        using var first = InsecureTestKeyDealer.Deal(256, 2, 2, Token);
        using var second = InsecureTestKeyDealer.Deal(256, 2, 2, Token);
        Assert.NotEqual(first.PublicKey.Modulus, second.PublicKey.Modulus);
    }

    [Theory]
    [InlineData(1024, 4, 3)]
    [InlineData(2047, 4, 3)]
    [InlineData(2080, 4, 3)]
    [InlineData(8192, 4, 3)]
    [InlineData(2048, 1, 1)]
    [InlineData(2048, 129, 3)]
    [InlineData(2048, 4, 1)]
    [InlineData(2048, 4, 5)]
    public void Deal_NumbersOutOfRange_Throws(int bits, int trainers, int threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyDealer.Deal(bits, trainers, threshold, cancellationToken: Token));

    [Fact]
    public void Deal_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        // A search at 4096 bits takes minutes.
        Assert.ThrowsAny<OperationCanceledException>(() => KeyDealer.Deal(4096, 4, 3, cancellationToken: source.Token));
    }

    [Fact]
    public void Dispose_DealtKey_ZeroesEveryShare()
    {
        var dealt = InsecureTestKeyDealer.Deal(256, 3, 2, Token);
        var memories = dealt.Shares.Select(share => share.Value).ToArray();
        dealt.Dispose();
        Assert.All(memories, memory => Assert.True(memory.IsZero));
    }

    [Fact]
    public void FromPrimes_PinnedPrimes_SharesLieOnAPolynomialWithTheRightSecret()
    {
        var dealt = PinnedTestPrimes.Key;
        BigInteger p = PinnedTestPrimes.PrimeP, q = PinnedTestPrimes.PrimeQ, n = p * q;
        BigInteger m = (p - 1) / 2 * ((q - 1) / 2), delta = 24;
        Assert.Equal(n, dealt.PublicKey.Modulus);
        int[][] subsets = [[1, 2, 3], [1, 2, 4], [2, 3, 4]];
        foreach (var subset in subsets)
        {
            var sum = subset.Aggregate(
                BigInteger.Zero, (total, j) => total + (Combinatorics.Lagrange(subset, j, 0, delta) * dealt.Shares[j - 1].Value.Reveal()));
            // Δ·s with s = 0 mod m and s = θ mod n.
            Assert.True((sum % m).IsZero);
            Assert.Equal(delta * dealt.PublicKey.Theta % n, ((sum % n) + n) % n);
        }
        Assert.All(dealt.Shares, share => Assert.True(share.Value.Reveal() < n * m));
    }

    [Fact]
    public void PrimePair_Dispose_ErasesTheFactors()
    {
        var p = SecretInteger.FromPublic(PinnedTestPrimes.PrimeP);
        var q = SecretInteger.FromPublic(PinnedTestPrimes.PrimeQ);
        new PrimePair(p, q, ArithmeticEngines.Default).Dispose();
        Assert.True(p.IsZero && q.IsZero);
    }

    private sealed class Recorder(ConcurrentQueue<KeyDealingProgress> reports) : IProgress<KeyDealingProgress>
    {
        public void Report(KeyDealingProgress value) => reports.Enqueue(value);
    }
}
