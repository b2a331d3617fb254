using System.Globalization;
using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests;

/// <summary>
/// FOR TESTS ONLY: published safe primes of 1024 bits, so that a test can deal a key of production length at once.
/// A key made from them protects nothing. Generated once by "openssl prime -generate -safe -bits 1024 -hex".
/// </summary>
internal static class PinnedTestPrimes
{
    private const string P =
        "0D18C0E71DCEE015257A99727803693E6F97913FB6880ADB6FCEE9A93D9C273528BF6F15FFD4BF0636AAD333737FD3F3FD0A9E6172E8B40B37F99B7D502665D21"
        + "0CD964763AFC897CD3076A09E39962ADF81F08D14C17D172DA8E8661F0D3776E5A1047378893FF73B19BCBADD2565A29513BD40E91FCAE630D3149DEBC1CAE13";

    private const string Q =
        "0C0FBF586EE095C8F8504FB223992B86FC74712872981C77F5C31E7DA94D9F20D1FDF61F9159688E8348668B94638E48990539AB9DDF7A97A8CAC80E155E68700"
        + "87BE9C9F2E54B2AE15289CA8CDB1A1FE52AB61717A106323BF44DAA05654AD77E481911B2AC77BE73C48226B22F126B85BE969A4EA949CA3A76B2B2C8523B14F";

    private static readonly Lazy<DealtKey> LazyKey = new(() => Deal(4, 3, ArithmeticEngines.Default));

    /// <summary>A 2048-bit key for four trainers with threshold three, dealt once for the run.</summary>
    public static DealtKey Key => LazyKey.Value;

    public static BigInteger PrimeP { get; } = BigInteger.Parse(P, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static BigInteger PrimeQ { get; } = BigInteger.Parse(Q, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static DealtKey Deal(int trainers, int threshold, IArithmeticEngine engine)
    {
        using var primes = new PrimePair(SecretInteger.FromPublic(PrimeP), SecretInteger.FromPublic(PrimeQ), engine);
        return KeyDealer.FromPrimes(primes, trainers, threshold, engine, null, CancellationToken.None);
    }
}
