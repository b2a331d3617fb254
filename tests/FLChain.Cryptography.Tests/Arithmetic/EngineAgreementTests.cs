using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.Tests.Arithmetic;

/// <summary>OpenSSL's arithmetic against the managed engine, and both against plain BigInteger formulas.</summary>
public sealed class EngineAgreementTests
{
    private static readonly Random Random = new(7919);

    public static TheoryData<string, int> Engines
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string engine in (string[])["openssl", "managed"])
            {
                foreach (int bits in (int[])[64, 127, 512, 1024, 4096])
                    data.Add(engine, bits);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Power_RandomValues_IsModPow(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        foreach (var exponent in (BigInteger[])[0, 1, 2, Number(128), Number(bits)])
        {
            var value = Number(bits) % arithmetic.Modulus;
            var expected = BigInteger.ModPow(value, exponent, arithmetic.Modulus);
            using var secret = SecretInteger.FromPublic(exponent);
            Assert.Equal(expected, arithmetic.Power(value, exponent));
            Assert.Equal(expected, arithmetic.PowerSecret(value, secret));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Power_ValueOutOfRange_Throws(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        Assert.Throws<ArgumentOutOfRangeException>(() => arithmetic.Power(arithmetic.Modulus, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => arithmetic.Power(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => arithmetic.Power(2, -1));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void MultiExponentiation_AnyCount_IsTheProductOfPowers(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        foreach (int count in (int[])[0, 1, 2, 17, 33, 150])
        {
            var values = Enumerable.Range(0, count).Select(_ => Number(bits) % arithmetic.Modulus).ToArray();
            var exponents = Enumerable.Range(0, count).Select(i => i == 1 ? BigInteger.Zero : i == 2 ? (BigInteger.One << 128) - 1 : Number(128)).ToArray();
            var expected = BigInteger.One;
            for (int i = 0; i < count; i++)
                expected = expected * BigInteger.ModPow(values[i], exponents[i], arithmetic.Modulus) % arithmetic.Modulus;
            var bases = values.SelectMany(value => FixedWidth.Encode(value, arithmetic.ElementBytes)).ToArray();
            var digits = exponents.SelectMany(value => FixedWidth.Encode(value, MultiExponentiation.WeightBytes)).ToArray();
            foreach (int degree in (int[])[1, 2, 5])
            {
                var actual = MultiExponentiation.Compute(arithmetic, bases, digits, MultiExponentiation.WeightBytes, degree, TestContext.Current.CancellationToken);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void MultiExponentiation_AnyWidthOfExponents_IsTheProductOfPowers(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        foreach (int width in (int[])[1, 2, 3, 4, 8, 33, 90])
        {
            var values = Enumerable.Range(0, 5).Select(_ => Number(bits) % arithmetic.Modulus).ToArray();
            BigInteger[] exponents = [0, 1, (BigInteger.One << (8 * width)) - 1, BigInteger.One << ((8 * width) - 1), Number(8 * width)];
            var expected = values.Zip(exponents).Aggregate(
                BigInteger.One, (product, power) => product * BigInteger.ModPow(power.First, power.Second, arithmetic.Modulus) % arithmetic.Modulus);
            var bases = values.SelectMany(value => FixedWidth.Encode(value, arithmetic.ElementBytes)).ToArray();
            var digits = exponents.SelectMany(value => FixedWidth.Encode(value, width)).ToArray();
            Assert.Equal(expected, MultiExponentiation.Compute(arithmetic, bases, digits, width, 1, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void FixedBaseTable_AnyExponent_IsThePower(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        var value = Number(bits) % arithmetic.Modulus;
        var factor = Number(bits) % arithmetic.Modulus;
        foreach (int windowBits in (int[])[4, 6])
        {
            var table = new FixedBaseTable(arithmetic, value, 320, windowBits);
            foreach (var exponent in (BigInteger[])[0, 1, 15, 16, 63, 64, (BigInteger.One << 320) - 1, Number(320), Number(100)])
            {
                using var secret = SecretInteger.FromPublic(exponent);
                using var registers = arithmetic.CreateRegisters(2);
                arithmetic.Load(registers, 0, factor);
                table.MultiplyPower(registers, 0, 1, secret);
                Assert.Equal(factor * BigInteger.ModPow(value, exponent, arithmetic.Modulus) % arithmetic.Modulus, arithmetic.Read(registers, 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void FixedBasePowers_WithAndWithoutTable_Agree(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        var value = Number(bits) % arithmetic.Modulus;
        var powers = new FixedBasePowers(arithmetic, () => value, 192, windowBits: 4, usesWorthATable: 3);
        for (int use = 1; use <= 5; use++)
        {
            var exponent = Number(192);
            Assert.Equal(BigInteger.ModPow(value, exponent, arithmetic.Modulus), powers.Power(exponent));
            Assert.Equal(use > 3, powers.HasTable);
        }

        var eager = new FixedBasePowers(arithmetic, () => value, 192, windowBits: 4, usesWorthATable: 3);
        using var secret = SecretInteger.Random(192);
        Assert.Equal(BigInteger.ModPow(value, secret.Reveal(), arithmetic.Modulus), eager.PowerSecret(secret));
        Assert.True(eager.HasTable);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void FixedBaseTable_ExponentTooLong_Throws(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        var table = new FixedBaseTable(arithmetic, 2, 64, 4);
        using var exponent = SecretInteger.Random(65);
        using var registers = arithmetic.CreateRegisters(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.MultiplyPower(registers, 0, 1, exponent));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void TryInvert_UnitsAndOthers_AnswersBoth(string name, int bits)
    {
        var modulus = OddModulus(bits / 2) * OddModulus(bits / 2);
        var arithmetic = Engine(name).ForModulus(modulus);
        for (int i = 0; i < 20; i++)
        {
            var value = Number(bits) % modulus;
            bool isUnit = BigInteger.GreatestCommonDivisor(value, modulus).IsOne;
            Assert.Equal(isUnit, arithmetic.TryInvert(value, out var inverse));
            if (isUnit)
                Assert.Equal(BigInteger.One, value * inverse % modulus);
        }
        Assert.False(arithmetic.TryInvert(BigInteger.Zero, out _));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Registers_AliasedOperands_MultiplyInPlace(string name, int bits)
    {
        var arithmetic = Engine(name).ForModulus(OddModulus(bits));
        var value = Number(bits) % arithmetic.Modulus;
        using var registers = arithmetic.CreateRegisters(3);
        arithmetic.Load(registers, 0, value);
        var exported = new byte[registers.InternalBytes];
        registers.Export(0, exported);
        registers.Multiply(0, 0, 0);
        registers.Import(1, exported);
        registers.Multiply(0, 1, 0);
        registers.Copy(2, 0);
        Assert.Equal(BigInteger.ModPow(value, 3, arithmetic.Modulus), arithmetic.Read(registers, 2));
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void PowerModuloSecret_SecretModulus_IsModPow(string name)
    {
        var modulus = OddModulus(256);
        BigInteger value = Number(256) % modulus, exponent = Number(255);
        using var secretValue = SecretInteger.FromPublic(value);
        using var secretExponent = SecretInteger.FromPublic(exponent);
        using var secretModulus = SecretInteger.FromPublic(modulus);
        using var result = Engine(name).PowerModuloSecret(secretValue, secretExponent, secretModulus);
        Assert.Equal(BigInteger.ModPow(value, exponent, modulus), result.Reveal());
    }

    [Theory]
    [InlineData("openssl", 96)]
    [InlineData("openssl", 256)]
    [InlineData("managed", 96)]
    [InlineData("managed", 128)]
    public void GenerateSafePrime_AnyLength_IsASafePrimeOfThatLength(string name, int bits)
    {
        int candidates = 0;
        using var secret = Engine(name).GenerateSafePrime(bits, () => candidates++, TestContext.Current.CancellationToken);
        var prime = secret.Reveal();
        Assert.Equal(bits, prime.GetBitLength());
        Assert.Equal(3, (int)(prime >> (bits - 2)));
        Assert.True(candidates > 0);
        foreach (int witness in (int[])[2, 3, 5, 7, 11, 13])
        {
            Assert.True(Primality.PassesMillerRabin(prime, witness));
            Assert.True(Primality.PassesMillerRabin((prime - 1) / 2, witness));
        }
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void GenerateSafePrime_Cancelled_Throws(string name)
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Engine(name).GenerateSafePrime(1024, source.Cancel, source.Token));
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void GenerateSafePrime_ObserverThrows_PassesItsException(string name) =>
        Assert.Throws<InvalidTimeZoneException>(() =>
            Engine(name).GenerateSafePrime(512, () => throw new InvalidTimeZoneException(), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void ForModulus_EvenOrOne_Throws(string name)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine(name).ForModulus(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine(name).ForModulus(1));
    }

    internal static IArithmeticEngine Engine(string name)
    {
        if (name == "managed")
            return ArithmeticEngines.Managed;
        Assert.SkipWhen(ArithmeticEngines.OpenSsl is null, "libcrypto is not on this machine");
        return ArithmeticEngines.OpenSsl!;
    }

    private static BigInteger OddModulus(int bits) => Number(bits) | 1 | (BigInteger.One << (bits - 1));

    private static BigInteger Number(int bits) =>
        new BigInteger(RandomBytes((bits / 8) + 1), isUnsigned: true) & ((BigInteger.One << bits) - 1);

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        lock (Random)
            Random.NextBytes(bytes);
        return bytes;
    }
}
