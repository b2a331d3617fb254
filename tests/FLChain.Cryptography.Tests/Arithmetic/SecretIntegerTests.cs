using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.Tests.Arithmetic;

public sealed class SecretIntegerTests
{
    private static readonly Random Random = new(20191);

    public static TheoryData<int, int> Lengths => new() { { 1, 1 }, { 63, 64 }, { 64, 65 }, { 128, 64 }, { 200, 999 }, { 1024, 1024 }, { 4096, 130 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Arithmetic_RandomValues_AgreesWithBigInteger(int firstBits, int secondBits)
    {
        for (int i = 0; i < 20; i++)
        {
            BigInteger a = Number(firstBits), b = Number(secondBits) + 1;
            using var secretA = SecretInteger.FromPublic(a);
            using var secretB = SecretInteger.FromPublic(b);

            using var product = SecretInteger.Multiply(secretA, secretB);
            Assert.Equal(a * b, product.Reveal());
            using var remainder = secretA.Modulo(secretB);
            Assert.Equal(a % b, remainder.Reveal());
            using var shifted = secretA.ShiftRight(i * 7);
            Assert.Equal(a >> (i * 7), shifted.Reveal());
            Assert.Equal(a < b, secretA.IsBelow(secretB));

            using var sum = secretA.Resize(Math.Max(secretA.LimbCount, secretB.LimbCount) + 1);
            sum.Add(secretB);
            Assert.Equal(a + b, sum.Reveal());
            sum.Subtract(secretA);
            Assert.Equal(b, sum.Reveal());
        }
    }

    [Fact]
    public void AddProduct_AllOnes_PropagatesEveryCarry()
    {
        // The worst case for carries: (2^256 − 1)·(2^128 − 1) + (2^384 − 1).
        BigInteger a = (BigInteger.One << 256) - 1, b = (BigInteger.One << 128) - 1, c = (BigInteger.One << 384) - 1;
        using var secretA = SecretInteger.FromPublic(a);
        using var secretB = SecretInteger.FromPublic(b);
        using var start = SecretInteger.FromPublic(c);
        using var sum = start.Resize(7);

        sum.AddProduct(secretA, secretB);

        Assert.Equal((a * b) + c, sum.Reveal());
    }

    [Fact]
    public void AddProduct_NoRoom_Throws()
    {
        using var ones = SecretInteger.FromPublic((BigInteger.One << 128) - 1);
        using var target = new SecretInteger(3);
        Assert.Throws<OverflowException>(() => target.AddProduct(ones, ones));
    }

    [Fact]
    public void Subtract_LargerFromSmaller_Throws()
    {
        using var one = SecretInteger.FromPublic(1);
        using var two = SecretInteger.FromPublic(BigInteger.One << 64);
        Assert.Throws<OverflowException>(() => one.Subtract(two));
    }

    [Fact]
    public void Resize_CuttingOffValue_Throws()
    {
        using var wide = SecretInteger.FromPublic(BigInteger.One << 64);
        Assert.Throws<OverflowException>(() => wide.Resize(1));
    }

    [Fact]
    public void IsZeroAndIsOne_HighLimbsCount()
    {
        foreach (var value in (BigInteger[])[0, 1, 2, BigInteger.One << 64, (BigInteger.One << 128) + 1])
        {
            using var secret = SecretInteger.FromPublic(value);
            Assert.Equal((value.IsZero, value.IsOne), (secret.IsZero, secret.IsOne));
        }
    }

    [Fact]
    public void BigEndian_RoundTrip_KeepsTheValue()
    {
        var value = Number(515);
        using var secret = SecretInteger.FromPublic(value);
        var bytes = new byte[80];
        secret.WriteBigEndian(bytes);
        Assert.Equal(FixedWidth.Encode(value, 80), bytes);
        using var back = SecretInteger.FromBigEndian(bytes);
        Assert.Equal(value, back.Reveal());
        Assert.Throws<OverflowException>(() => secret.WriteBigEndian(new byte[60]));
    }

    [Fact]
    public void Bits_EveryWindow_ReadsTheDigits()
    {
        var value = Number(300);
        using var secret = SecretInteger.FromPublic(value);
        for (int position = 0; position < 330; position += 5)
            Assert.Equal((int)((value >> position) & 63), secret.Bits(position, 6));
    }

    [Fact]
    public void Random_GivenBits_StaysBelowAndFillsTheTopBit()
    {
        var seen = BigInteger.Zero;
        for (int i = 0; i < 64; i++)
        {
            using var secret = SecretInteger.Random(197);
            Assert.True(secret.Reveal().GetBitLength() <= 197);
            seen |= secret.Reveal();
        }
        // 64 draws miss one given bit with probability 2^−64.
        Assert.Equal((BigInteger.One << 197) - 1, seen);
    }

    [Fact]
    public void RandomBelow_SmallBound_ReachesEveryValueAndNoOther()
    {
        using var bound = SecretInteger.FromPublic(5);
        var seen = Enumerable.Range(0, 400).Select(_ =>
        {
            using var draw = SecretInteger.RandomBelow(bound, 3);
            return (int)draw.Reveal();
        }).ToHashSet();
        Assert.Equal([0, 1, 2, 3, 4], seen.Order());
    }

    [Fact]
    public void Dispose_Value_IsZeroed()
    {
        var secret = SecretInteger.Random(512);
        Assert.False(secret.IsZero);
        secret.Dispose();
        Assert.True(secret.IsZero);
    }

    private static BigInteger Number(int bits)
    {
        var bytes = new byte[(bits / 8) + 1];
        Random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) & ((BigInteger.One << bits) - 1);
    }
}
