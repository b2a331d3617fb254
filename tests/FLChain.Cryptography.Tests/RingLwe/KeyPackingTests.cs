using System.Numerics;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class KeyPackingTests
{
    private static readonly ThresholdPublicKey Key = TestKeys.Get().PublicKey;

    public static TheoryData<int> TrainerCounts => [2, 4, 5, 10, 32, 100];

    [Theory]
    [MemberData(nameof(TrainerCounts))]
    public void TryUnpack_SumOfPackedKeys_IsTheSum(int trainers)
    {
        var (layout, packing) = For(trainers);
        var random = new Random(trainers);
        // All at the sum's bound, all at its negative, and random keys.
        int share = layout.SumBound / trainers;
        long[][][] families =
        [
            [.. Enumerable.Range(0, trainers).Select(_ => Coefficients(layout, _ => share))],
            [.. Enumerable.Range(0, trainers).Select(_ => Coefficients(layout, _ => -share))],
            [.. Enumerable.Range(0, trainers).Select(_ => Coefficients(layout, i => i % 2 == 0 ? share : -share))],
            [.. Enumerable.Range(0, trainers).Select(_ => Coefficients(layout, _ => random.Next(-8, 9)))],
        ];
        foreach (var keys in families)
        {
            var read = new long[layout.Parameters.Degree];
            Assert.True(packing.TryUnpack(Sum(packing, keys), read));
            Assert.Equal(Enumerable.Range(0, read.Length).Select(i => keys.Sum(key => key[i])), read);
        }
    }

    [Fact]
    public void Pack_Key_IsItsSignedDigitsModuloN()
    {
        var (layout, packing) = For(10);
        var random = new Random(5);
        var key = Coefficients(layout, _ => random.Next(-59, 60));
        var plaintexts = packing.Pack(key);
        for (int c = 0; c < plaintexts.Length; c++)
        {
            var value = key.Skip(c * layout.KeyDigitsPerCiphertext).Take(layout.KeyDigitsPerCiphertext)
                .Select((s, i) => (BigInteger)s << (i * layout.KeyDigitBits)).Aggregate(BigInteger.Zero, (a, b) => a + b);
            Assert.Equal(value.Sign < 0 ? value + Key.Modulus : value, plaintexts[c].Reveal());
            plaintexts[c].Dispose();
        }
    }

    [Fact]
    public void TryUnpack_DigitBeyondTheBound_IsFalse()
    {
        var (layout, packing) = For(4);
        var read = new long[layout.Parameters.Degree];
        foreach (int position in (int[])[0, 1, layout.KeyDigitsPerCiphertext - 1, layout.KeyDigitsPerCiphertext, layout.Parameters.Degree - 1])
        {
            foreach (int sign in (int[])[-1, 1])
            {
                var key = new long[layout.Parameters.Degree];
                key[position] = sign * layout.SumBound;
                Assert.True(packing.TryUnpack(Sum(packing, [key]), read));
                key[position] += sign;
                Assert.False(packing.TryUnpack(Sum(packing, [key]), read));
            }
        }
    }

    [Fact]
    public void TryUnpack_SomethingLeftOver_IsFalse()
    {
        var (layout, packing) = For(4);
        var read = new long[layout.Parameters.Degree];
        var sums = Sum(packing, [Coefficients(layout, _ => 1)]);
        for (int c = 0; c < sums.Length; c++)
        {
            foreach (BigInteger excess in (BigInteger[])[BigInteger.One << 505, Key.Modulus / 2, Key.Modulus - (BigInteger.One << 506)])
            {
                var altered = (BigInteger[])[.. sums];
                altered[c] = (altered[c] + excess) % Key.Modulus;
                Assert.False(packing.TryUnpack(altered, read));
            }
        }
    }

    private static (RlweLayout Layout, KeyPacking Packing) For(int trainers)
    {
        var layout = RlweLayout.For(new PackingLayout(16, trainers, 512, 1000));
        return (layout, new KeyPacking(layout, Key));
    }

    private static long[] Coefficients(RlweLayout layout, Func<int, long> coefficient) =>
        [.. Enumerable.Range(0, layout.Parameters.Degree).Select(coefficient)];

    private static BigInteger[] Sum(KeyPacking packing, IReadOnlyList<long[]> keys)
    {
        BigInteger[] sums = [];
        foreach (var key in keys)
        {
            var plaintexts = packing.Pack(key);
            if (sums.Length == 0)
                sums = new BigInteger[plaintexts.Length];
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] = (sums[c] + plaintexts[c].Reveal()) % Key.Modulus;
                plaintexts[c].Dispose();
            }
        }
        return sums;
    }
}
