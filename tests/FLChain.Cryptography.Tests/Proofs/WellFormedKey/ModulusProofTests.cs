using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Proofs.WellFormedKey;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Proofs.WellFormedKey;

/// <summary>Moduli that are not what they should be, each with the best proof its dealer can give.</summary>
public sealed class ModulusProofTests
{
    private readonly Random random = new(77);

    [Fact]
    public void Verify_TwoPrimesThatAreThreeMod4_IsValidEvenFromTheCheatingDealer() =>
        // The control: this dealer fails below because of the modulus and of nothing else.
        Assert.Equal(VerificationResult.Valid, VerifyWith(Prime(128, 3), Prime(128, 3)));

    [Fact]
    public void Verify_TwoPrimesThatAreOneMod4_IsRefused()
    {
        var result = VerifyWith(Prime(128, 1), Prime(128, 1));
        Assert.Equal(VerificationReason.EquationFailed, result.Reason);
        Assert.True(result.Element >= SecurityParameters.RootRounds, "the n-th roots exist; a fourth root must be what is missing");
    }

    [Fact]
    public void Verify_ThreePrimes_IsRefused()
    {
        var result = VerifyWith(Prime(96, 3), Prime(80, 3), Prime(80, 1));
        Assert.Equal(VerificationReason.EquationFailed, result.Reason);
        Assert.True(result.Element >= SecurityParameters.RootRounds, "the n-th roots exist; a fourth root must be what is missing");
    }

    [Fact]
    public void Verify_SquareOfAPrimeInIt_IsRefusedByTheRoots()
    {
        BigInteger p = Prime(64, 3), q = Prime(128, 1);
        var key = KeyOver(p * p * q);
        var result = CheatingDealer.Prove(key, [p, q], multiplicity: 2).Verify(key);
        Assert.Equal(VerificationReason.EquationFailed, result.Reason);
        Assert.True(result.Element < SecurityParameters.RootRounds, "an n-th root must be what is missing");
    }

    [Fact]
    public void Verify_PerfectSquare_IsRefused()
    {
        var p = Prime(128, 3);
        var key = KeyOver(p * p);
        // No residue has Jacobi symbol −1 modulo a square, so w is refused before any root is looked at.
        Assert.Equal(
            VerificationResult.Refused(VerificationReason.EquationFailed), CheatingDealer.Prove(key, [p], multiplicity: 2).Verify(key));
    }

    [Fact]
    public void Encode_RoundTrip_KeepsEveryField()
    {
        BigInteger p = Prime(128, 3), q = Prime(128, 3);
        var key = KeyOver(p * q);
        var proof = CheatingDealer.Prove(key, [p, q]);
        Assert.True(ModulusProof.TryDecode(256, proof.Encode(256), out var back));
        Assert.Equal(proof.NonSquare, back.NonSquare);
        Assert.Equal(proof.NthRoots, back.NthRoots);
        Assert.Equal(proof.Twists, back.Twists);
        Assert.Equal(proof.FourthRoots, back.FourthRoots);
    }

    private static VerificationResult VerifyWith(params BigInteger[] primes)
    {
        var key = KeyOver(primes.Aggregate(BigInteger.One, (product, prime) => product * prime));
        return CheatingDealer.Prove(key, primes).Verify(key);
    }

    private static ThresholdPublicKey KeyOver(BigInteger modulus) => new(
        new KeyParts(256, 2, modulus, Theta: 2, VerificationBase: 4, VerificationKeys: [4, 16]), ArithmeticEngines.Default);

    private BigInteger Prime(int bits, int residueMod4)
    {
        var bytes = new byte[bits / 8];
        random.NextBytes(bytes);
        var candidate = ((new BigInteger(bytes, isUnsigned: true) >> 2) << 2) + residueMod4;
        candidate |= BigInteger.One << (bits - 1);
        candidate |= BigInteger.One << (bits - 2);
        while (!((int[])[2, 3, 5, 7, 11]).All(witness => Primality.PassesMillerRabin(candidate, witness)))
            candidate += 4;
        return candidate;
    }
}
