using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>What is opened is the exact sum: every 2 ≤ t ≤ N ≤ 10, every t-subset of the shares, many seeds.</summary>
public sealed class ExactSumTests
{
    private const int Elements = 2;

    // One pair of 128-bit safe primes for all; the shares are dealt anew for each N and t.
    private static readonly (BigInteger P, BigInteger Q) Primes = (SafePrime(), SafePrime());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> TrainerCounts => [.. Enumerable.Range(2, 9)];

    [Theory]
    [MemberData(nameof(TrainerCounts))]
    public void Combine_AnySubsetOfTShares_IsTheExactSum(int trainers)
    {
        for (int threshold = 2; threshold <= trainers; threshold++)
        {
            using var dealt = Deal(trainers, threshold);
            var scheme = new PaillierMasking(dealt.PublicKey, Elements, new MaskingOptions { MaxDegreeOfParallelism = 1 });
            var random = new Random((trainers * 100) + threshold);
            var (aggregate, expected) = MaskedSum(scheme, random, contributors: random.Next(2, trainers + 1));
            var shares = Enumerable.Range(1, trainers).ToDictionary(
                j => j, j => (ReadOnlyMemory<byte>)scheme.ComputeShare(Contexts.Of(j, "share"), dealt.Shares[j - 1], aggregate, Token));

            foreach (var subset in Subsets(trainers, threshold))
            {
                var result = scheme.Combine(aggregate, subset.ToDictionary(j => j, j => shares[j]));
                Assert.True(result.IsSuccess, $"N={trainers}, t={threshold}, S={string.Join(',', subset)}: {result.Outcome}");
                Assert.Equal(expected, result.Sums);
            }
        }
    }

    [Fact]
    public void Combine_MostTrainers_IsTheExactSum()
    {
        using var dealt = Deal(SecurityParameters.MaximumTrainers, SecurityParameters.MaximumTrainers / 2);
        var scheme = new PaillierMasking(dealt.PublicKey, Elements);
        var random = new Random(128);
        var (aggregate, expected) = MaskedSum(scheme, random, contributors: 3);
        int[] subset = [.. Enumerable.Range(1, SecurityParameters.MaximumTrainers).OrderBy(_ => random.Next()).Take(dealt.PublicKey.Threshold)];
        var result = scheme.Combine(aggregate, subset.ToDictionary(
            j => j, j => (ReadOnlyMemory<byte>)scheme.ComputeShare(Contexts.Of(j, "share"), dealt.Shares[j - 1], aggregate, Token)));
        Assert.Equal(expected, result.Sums);
    }

    [Fact]
    public void Combine_ManySeeds_IsTheExactSum()
    {
        var dealt = TestKeys.Get(256, 5, 3);
        var scheme = new PaillierMasking(dealt.PublicKey, Elements);
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (aggregate, expected) = MaskedSum(scheme, random, contributors: 5);
            int[] subset = [.. Enumerable.Range(1, 5).OrderBy(_ => random.Next()).Take(3)];
            var result = scheme.Combine(aggregate, subset.ToDictionary(
                j => j, j => (ReadOnlyMemory<byte>)scheme.ComputeShare(Contexts.Of(j, "share"), dealt.Shares[j - 1], aggregate, Token)));
            Assert.Equal(expected, result.Sums);
        }
    }

    [Fact]
    public void Combine_ExtremePlaintexts_DoNotWrap()
    {
        var dealt = TestKeys.Get(256, 5, 3);
        var scheme = new PaillierMasking(dealt.PublicKey, Elements);
        var maximum = dealt.PublicKey.MaxPlaintext;
        var payloads = Enumerable.Range(1, 5)
            .Select(j => scheme.Mask(Contexts.Of(j), [maximum, 0], Seed(j), Token).Payload).ToArray();
        var aggregate = scheme.Aggregate(payloads);
        var shares = Enumerable.Range(1, 3).ToDictionary(
            j => j, j => (ReadOnlyMemory<byte>)scheme.ComputeShare(Contexts.Of(j, "share"), dealt.Shares[j - 1], aggregate, Token));
        Assert.Equal([5 * maximum, 0], scheme.Combine(aggregate, shares).Sums);
    }

    private static (byte[] Aggregate, BigInteger[] Sums) MaskedSum(PaillierMasking scheme, Random random, int contributors)
    {
        var sums = new BigInteger[Elements];
        var payloads = new List<ReadOnlyMemory<byte>>();
        for (int j = 1; j <= contributors; j++)
        {
            var plaintexts = new BigInteger[Elements];
            for (int k = 0; k < Elements; k++)
            {
                var bytes = new byte[scheme.Key.PlaintextBytes];
                random.NextBytes(bytes);
                plaintexts[k] = new BigInteger(bytes, isUnsigned: true) % (scheme.Key.MaxPlaintext + 1);
                sums[k] += plaintexts[k];
            }
            payloads.Add(scheme.Mask(Contexts.Of(j), plaintexts, Seed(random.Next()), Token).Payload);
        }
        return (scheme.Aggregate(payloads), sums);
    }

    private static byte[] Seed(int number)
    {
        var seed = new byte[32];
        new Random(number).NextBytes(seed);
        return seed;
    }

    private static IEnumerable<int[]> Subsets(int trainers, int size)
    {
        for (int mask = 0; mask < 1 << trainers; mask++)
        {
            if (BitOperations.PopCount((uint)mask) == size)
                yield return [.. Enumerable.Range(1, trainers).Where(j => (mask >> (j - 1) & 1) == 1)];
        }
    }

    private static DealtKey Deal(int trainers, int threshold)
    {
        var engine = ArithmeticEngines.Default;
        using var primes = new PrimePair(SecretInteger.FromPublic(Primes.P), SecretInteger.FromPublic(Primes.Q), engine);
        return KeyDealer.FromPrimes(primes, trainers, threshold, engine, null, Token);
    }

    private static BigInteger SafePrime()
    {
        using var prime = ArithmeticEngines.Default.GenerateSafePrime(128, null, CancellationToken.None);
        return prime.Reveal();
    }
}
