using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Tests.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.ThresholdPaillier;

public sealed class KeyProofTests
{
    private static readonly DealtKey Dealt = TestKeys.Get(512, 5, 3);

    private static KeyParts Parts => Dealt.PublicKey.Parts;

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void Verify_HonestProof_IsValidOnBothEngines(string engine)
    {
        var key = new ThresholdPublicKey(Parts, EngineAgreementTests.Engine(engine));
        Assert.Equal(VerificationResult.Valid, KeyProof.Verify(key, Dealt.Proof.Span));
    }

    [Fact]
    public void Verify_ProductionLength_IsValid() =>
        Assert.Equal(VerificationResult.Valid, KeyProof.Verify(PinnedTestPrimes.Key.PublicKey, PinnedTestPrimes.Key.Proof.Span));

    [Fact]
    public void Verify_AnyByteAltered_IsRefused()
    {
        var proof = Dealt.Proof.ToArray();
        var random = new Random(11);
        // Every header byte, then a sample of the rest.
        var offsets = Enumerable.Range(0, 10).Concat(Enumerable.Range(0, 150).Select(_ => random.Next(proof.Length)));
        foreach (int offset in offsets)
        {
            var altered = proof.ToArray();
            altered[offset] ^= (byte)(1 << random.Next(8));
            Assert.False(KeyProof.Verify(Dealt.PublicKey, altered).IsValid);
        }
    }

    [Fact]
    public void Verify_AnyOtherLength_IsMalformed()
    {
        var proof = Dealt.Proof.ToArray();
        foreach (int length in (int[])[0, 1, 9, 10, 11, proof.Length / 2, proof.Length - 1])
            Assert.Equal(VerificationReason.MalformedPayload, KeyProof.Verify(Dealt.PublicKey, proof.AsSpan(0, length)).Reason);
        Assert.Equal(VerificationReason.MalformedPayload, KeyProof.Verify(Dealt.PublicKey, [.. proof, 0]).Reason);
    }

    [Fact]
    public void Verify_ValuesOutOfRange_AreRefused()
    {
        int width = Dealt.PublicKey.PlaintextBytes;
        // w, the first n-th root and the last fourth root, each zero or n.
        foreach (int offset in (int[])[10, 10 + width, Dealt.Proof.Length - width])
        {
            foreach (var value in (BigInteger[])[0, Dealt.PublicKey.Modulus])
            {
                var altered = Dealt.Proof.ToArray();
                FixedWidth.Write(value, altered.AsSpan(offset, width));
                Assert.Equal(VerificationReason.ResponseOutOfRange, KeyProof.Verify(Dealt.PublicKey, altered).Reason);
            }
        }
    }

    [Fact]
    public void Verify_ProofOfAnotherKey_IsRefused()
    {
        var other = TestKeys.Get(512, 4, 3);
        Assert.False(KeyProof.Verify(Dealt.PublicKey, other.Proof.Span).IsValid);
        // The same modulus under another θ is another key: the challenges differ.
        var sibling = new ThresholdPublicKey(Parts with { Theta = Parts.Theta + 1 }, ArithmeticEngines.Default);
        Assert.Equal(VerificationReason.EquationFailed, KeyProof.Verify(sibling, Dealt.Proof.Span).Reason);
    }

    [Fact]
    public void Verify_SmallFactorOrPrime_IsRefused()
    {
        var random = new Random(3);
        var withFactor = NextNumber(random, 512, candidate => (candidate % 65521).IsZero);
        Assert.Equal(VerificationReason.ModulusRefused, VerifyWithModulus(withFactor).Reason);
        // A prime that is 1 mod 4: every residue has the roots, so only the test for compositeness stops it.
        var prime = NextNumber(random, 512, candidate =>
            Primality.PassesMillerRabin(candidate, 2) && Primality.PassesMillerRabin(candidate, 3) && Primality.PassesMillerRabin(candidate, 5));
        Assert.Equal(VerificationReason.ModulusRefused, VerifyWithModulus(prime).Reason);
    }

    [Fact]
    public void Verify_ChosenVerificationBase_IsRefused()
    {
        // The dealer proves honestly for a v of its own choice.
        var verification = Reprove(parts => parts with { VerificationBase = BigInteger.ModPow(parts.VerificationBase, 2, parts.Modulus * parts.Modulus) });
        Assert.Equal(VerificationReason.DerivedElementWrong, verification.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Verify_OneVerificationKeyOffThePolynomial_IsRefused(int index)
    {
        var verification = Reprove(parts =>
        {
            var keys = parts.VerificationKeys.ToArray();
            keys[index] = BigInteger.ModPow(keys[index], 2, parts.Modulus * parts.Modulus);
            return parts with { VerificationKeys = keys };
        });
        Assert.Equal(VerificationReason.VerificationKeysInconsistent, verification.Reason);
    }

    [Fact]
    public void Verify_ThetaThatOpensWrongly_IsRefused()
    {
        var verification = Reprove(parts => parts with { Theta = parts.Theta + 1 });
        Assert.Equal(VerificationReason.VerificationKeysInconsistent, verification.Reason);
    }

    // A dealer that knows the primes and proves for parts it has altered.
    private static VerificationResult Reprove(Func<KeyParts, KeyParts> alter)
    {
        var engine = ArithmeticEngines.Default;
        using var primes = new PrimePair(
            engine.GenerateSafePrime(192, null, TestContext.Current.CancellationToken),
            engine.GenerateSafePrime(192, null, TestContext.Current.CancellationToken), engine);
        using var honest = KeyDealer.FromPrimes(primes, 5, 3, engine, null, TestContext.Current.CancellationToken);
        var key = new ThresholdPublicKey(alter(honest.PublicKey.Parts), ArithmeticEngines.Default);
        return KeyProof.Verify(key, KeyProof.Prove(key, primes));
    }

    private static VerificationResult VerifyWithModulus(BigInteger modulus) =>
        KeyProof.Verify(new ThresholdPublicKey(Parts with { Modulus = modulus }, ArithmeticEngines.Default), Dealt.Proof.Span);

    // The next number that is 1 mod 4 and fits, from a random start with both top bits set.
    private static BigInteger NextNumber(Random random, int bits, Func<BigInteger, bool> fits)
    {
        var bytes = new byte[bits / 8];
        random.NextBytes(bytes);
        var candidate = ((new BigInteger(bytes, isUnsigned: true) | (BigInteger.One << (bits - 1)) | (BigInteger.One << (bits - 2))) >> 2 << 2) + 1;
        while (!fits(candidate))
            candidate += 4;
        return candidate;
    }
}
