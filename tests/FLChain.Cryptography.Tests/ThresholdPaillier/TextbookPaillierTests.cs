using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.ThresholdPaillier;

/// <summary>
/// A system small enough to check by hand: p = 7, q = 11, n = 77, n² = 5929, m = 3·5 = 15, nm = 1155. N = t = 2, so
/// Δ = 2. β = 2 gives s = 30 = θ; f(x) = 30 + 7x gives s_1 = 37, s_2 = 44. The expected numbers are from outside this
/// code (three-argument pow of an interpreter).
/// </summary>
public sealed class TextbookPaillierTests
{
    private static readonly ThresholdPublicKey Key = new(
        new KeyParts(ModulusBits: 8, Threshold: 2, Modulus: 77, Theta: 30, VerificationBase: 4, VerificationKeys: [16, 64]), ArithmeticEngines.Managed);

    [Theory]
    [InlineData(0, 2, 3791)] // 2^77 mod 5929
    [InlineData(5, 2, 4792)] // 386·3791 mod 5929
    [InlineData(76, 3, 3309)] // 5853·3^77 mod 5929
    public void EncryptPlain_SmallNumbers_IsTheFormula(int plaintext, int randomness, int expected) =>
        Assert.Equal(expected, PaillierEncryption.EncryptPlain(Key, plaintext, randomness));

    [Fact]
    public void Shares_OfFive_CombineToFive()
    {
        // c = 4792: c_1 = c^(2·2·37) = c^148, c_2 = c^(2·2·44) = c^176, each or its negative, whichever is smaller.
        var shares = new BigInteger[2];
        foreach (var (i, secret) in ((int, int)[])[(0, 37), (1, 44)])
        {
            using var value = SecretInteger.FromPublic(secret);
            using var share = new SecretKeyShare(i + 1, value);
            using var exponent = DecryptionShare.Exponent(Key, share);
            Assert.Equal(4 * secret, exponent.Reveal());
            shares[i] = DecryptionShare.Compute(Key, 4792, exponent);
        }
        Assert.Equal([1362, 2581], shares.Select(share => (int)share));

        // λ_1 = 2·2/(2 − 1) = 4, λ_2 = 2·1/(1 − 2) = −2; (4Δ²θ)^−1 = 480^−1 = 30 mod 77.
        Assert.Equal(4, Combinatorics.Lagrange([1, 2], 1, 0, 2));
        Assert.Equal(-2, Combinatorics.Lagrange([1, 2], 2, 0, 2));
        Assert.Equal(30, Key.CombinationFactor);
        Assert.Equal(5, new ShareCombination(Key, [1, 2]).Open(shares));
    }

    [Fact]
    public void Lagrange_EveryTrainerCount_ReproducesAPolynomialExactly()
    {
        // f(x) = 3x² − 5x + 11 through any three points, scaled by Δ.
        static BigInteger F(int x) => (3 * x * x) - (5 * x) + 11;
        for (int trainers = 3; trainers <= 12; trainers++)
        {
            var delta = Combinatorics.Factorial(trainers);
            int[] indices = [1, trainers / 2 + 1, trainers];
            foreach (int at in (int[])[0, 2, trainers])
            {
                var sum = indices.Aggregate(BigInteger.Zero, (total, j) => total + (Combinatorics.Lagrange(indices, j, at, delta) * F(j)));
                Assert.Equal(delta * F(at), sum);
            }
        }
    }
}
