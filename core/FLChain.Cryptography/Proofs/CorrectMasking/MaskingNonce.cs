using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Proofs.CorrectMasking;

/// <summary>The prover's one-time secrets x and ρ of a PFC with their commitment. One nonce answers one challenge.</summary>
internal sealed class MaskingNonce : IDisposable
{
    private readonly SecretInteger modulus;
    private readonly SecretInteger x;
    private readonly SecretInteger rho;
    private bool answered;

    private MaskingNonce(SecretInteger modulus, SecretInteger x, SecretInteger rho, BigInteger commitment)
    {
        this.modulus = modulus;
        this.x = x;
        this.rho = rho;
        Commitment = commitment;
    }

    /// <summary>B = (1 + n)^x·h_n^ρ.</summary>
    public BigInteger Commitment { get; }

    /// <summary>Fresh nonces from the system's generator: x below n, ρ below 2^<paramref name="nonceBits"/>.</summary>
    public static MaskingNonce Create(ThresholdPublicKey key, int nonceBits)
    {
        var modulus = SecretInteger.FromPublic(key.Modulus);
        var x = SecretInteger.RandomBelow(modulus, key.ModulusBits);
        var rho = SecretInteger.Random(nonceBits);
        // (1 + n)^x = 1 + x·n, already below n².
        using var one = SecretInteger.FromPublic(BigInteger.One);
        using var power = SecretInteger.Multiply(x, modulus);
        power.Add(one);
        return new MaskingNonce(modulus, x, rho, PaillierEncryption.MultiplyFixedBase(key, power, rho));
    }

    /// <summary>w = x + e·M mod n and z = ρ + e·α.</summary>
    /// <exception cref="InvalidOperationException">This nonce has answered before: two answers would give M and α away.</exception>
    public MaskingProof Respond(BigInteger e, SecretInteger plaintext, SecretInteger alpha)
    {
        if (answered)
            throw new InvalidOperationException("A nonce answers one challenge only.");
        answered = true;
        using var challenge = SecretInteger.FromPublic(e);
        using var w = SumWithProduct(x, challenge, plaintext);
        using var reduced = w.Modulo(modulus);
        using var z = SumWithProduct(rho, challenge, alpha);
        return new MaskingProof { Commitment = Commitment, PlaintextResponse = reduced.Reveal(), RandomnessResponse = z.Reveal() };
    }

    public void Dispose()
    {
        modulus.Dispose();
        x.Dispose();
        rho.Dispose();
    }

    // nonce + e·secret with room for a carry.
    private static SecretInteger SumWithProduct(SecretInteger nonce, SecretInteger e, SecretInteger secret)
    {
        var sum = nonce.Resize(Math.Max(nonce.LimbCount, e.LimbCount + secret.LimbCount) + 1);
        sum.AddProduct(e, secret);
        return sum;
    }
}
