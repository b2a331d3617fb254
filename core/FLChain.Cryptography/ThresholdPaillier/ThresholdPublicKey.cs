using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// The public key of a federation's threshold Paillier system, the paper's PK_FLM = (n, g, θ, v, {v_j}) with the number
/// of trainers N and the threshold t (paper, Algorithm 2; Fouque–Poupard–Stern 2000; Damgård–Jurik 2001). g = 1 + n, and
/// the base h_n of fast encryption is derived from n, so neither is stored. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The key keeps tables of powers of h_n (built by the first encryption) and of v (by the first share): 8 and 9 MiB and
/// about 0.1 s each at 2048 bits, twice that at 3072. Who only verifies works without them until it has verified so often
/// under this key that they pay: 24 and 8 times.
/// </remarks>
public sealed class ThresholdPublicKey
{
    private readonly byte[] encoded;
    private readonly ReadOnlyCollection<BigInteger> verificationKeys;
    private readonly FixedBasePowers fixedBase;
    private readonly FixedBasePowers verificationBase;
    private readonly Lazy<BigInteger> combinationFactor;

    internal ThresholdPublicKey(KeyParts parts, IArithmeticEngine engine)
    {
        Parts = parts;
        Engine = engine;
        verificationKeys = Array.AsReadOnly(parts.VerificationKeys);
        ModulusSquared = parts.Modulus * parts.Modulus;
        Arithmetic = engine.ForModulus(ModulusSquared);
        encoded = KeyEncoding.Encode(parts);
        DigestBytes = SHA512.HashData(encoded);
        fixedBase = new(
            Arithmetic,
            () => NothingUpMySleeve.FixedBase(parts.Modulus, Arithmetic),
            ProofLengths.BatchedMaskingNonceBits(ModulusBits) + 1,
            windowBits: 6,
            usesWorthATable: 24);
        verificationBase = new(
            Arithmetic, () => parts.VerificationBase, ProofLengths.ShareNonceBits(this) + 1, windowBits: 4, usesWorthATable: 8);
        combinationFactor = new(InvertCombinationDivisor);
    }

    /// <summary>n, the product of two safe primes of equal length.</summary>
    public BigInteger Modulus => Parts.Modulus;

    /// <summary>Length of n in bits, a multiple of 64.</summary>
    public int ModulusBits => Parts.ModulusBits;

    /// <summary>n²: ciphertexts and shares are units below it.</summary>
    public BigInteger ModulusSquared { get; }

    /// <summary>θ = s mod n, by which a combination is divided.</summary>
    public BigInteger Theta => Parts.Theta;

    /// <summary>v, the base of the verification keys: a square modulo n² derived from n by hashing.</summary>
    public BigInteger VerificationBase => Parts.VerificationBase;

    /// <summary>v_j = v^(Δ·s_j) mod n² at index j − 1 for trainer j = 1…N.</summary>
    public IReadOnlyList<BigInteger> VerificationKeys => verificationKeys;

    /// <summary>N, 2 to <see cref="SecurityParameters.MaximumTrainers"/>.</summary>
    public int Trainers => Parts.VerificationKeys.Length;

    /// <summary>t, the number of shares that open a ciphertext, 2 to N.</summary>
    public int Threshold => Parts.Threshold;

    /// <summary>Width of a plaintext, a modulus or a residue modulo n in an encoding.</summary>
    public int PlaintextBytes => ModulusBits / 8;

    /// <summary>Width of a ciphertext or a share of one in an encoding.</summary>
    public int CiphertextBytes => ModulusBits / 4;

    /// <summary>
    /// Largest plaintext that may be masked, ⌊(n − 1)/N⌋: the sum over all trainers stays below n and is exact.
    /// </summary>
    public BigInteger MaxPlaintext => (Modulus - 1) / Trainers;

    /// <summary>SHA-512 of <see cref="Encode"/>: it names the key in every proof.</summary>
    public ReadOnlyMemory<byte> Digest => DigestBytes;

    /// <summary>"openssl" or "managed": what computes with this key in this process.</summary>
    public string ArithmeticEngine => Engine.Name;

    internal KeyParts Parts { get; }

    internal IArithmeticEngine Engine { get; }

    internal IModularArithmetic Arithmetic { get; }

    internal byte[] DigestBytes { get; }

    /// <summary>h_n.</summary>
    internal BigInteger FixedBase => fixedBase.Value;

    /// <summary>(4Δ²θ)^(−1) mod n.</summary>
    internal BigInteger CombinationFactor => combinationFactor.Value;

    /// <summary>Powers of h_n for encryption and nonces.</summary>
    internal FixedBaseTable FixedBaseTable => fixedBase.Table;

    /// <summary>Powers of v for the proofs of shares.</summary>
    internal FixedBasePowers VerificationBasePowers => verificationBase;

    /// <summary>Reads a key of production length; false for anything else.</summary>
    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, KeySizePolicy, out ThresholdPublicKey?)"/>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ThresholdPublicKey? key) =>
        TryDecode(bytes, KeySizePolicy.Production, out key);

    /// <summary>
    /// Reads what <see cref="Encode"/> wrote and checks lengths, ranges (0 &lt; θ &lt; n; 1 &lt; v, v_j &lt; n²), units and
    /// n ≡ 1 mod 4. It does not prove that n is well formed: that is <see cref="KeyProof"/>.
    /// </summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="policy">The lengths accepted.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>False when the bytes are not the one encoding of an acceptable key; never throws.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, KeySizePolicy policy, [NotNullWhen(true)] out ThresholdPublicKey? key) =>
        TryDecode(bytes, policy, ArithmeticEngines.Default, out key);

    /// <summary>
    /// The canonical form: "FLPK", version (u16), modulus bits (u32), N (u16), t (u16), then n and θ of
    /// <see cref="PlaintextBytes"/>, v and v_1…v_N of <see cref="CiphertextBytes"/>; all numbers big-endian.
    /// </summary>
    /// <returns>A fresh array.</returns>
    public byte[] Encode() => encoded.AsSpan().ToArray();

    /// <summary>Builds the table for encryption now rather than with the first encryption. A second call does nothing.</summary>
    public void PrepareEncryption() => _ = FixedBaseTable;

    /// <summary>Whether a dealt share fits this key: v^(Δ·s_j) = v_j. Each trainer checks its own before confirming it.</summary>
    public bool VerifyShareKey(SecretKeyShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        if (!CouldOwn(share))
            return false;
        using var delta = SecretInteger.FromPublic(Combinatorics.Factorial(Trainers));
        using var exponent = SecretInteger.Multiply(share.Value, delta);
        return Arithmetic.PowerSecret(VerificationBase, exponent) == VerificationKeys[share.TrainerIndex - 1];
    }

    /// <summary>
    /// Whether the encoding of a share that was made public in a dispute is trainer j's and fits v_j. For verifiers: the
    /// share is no secret any more.
    /// </summary>
    /// <param name="trainerIndex">j, 1 to N.</param>
    /// <param name="encodedShare">Bytes from anywhere, as <see cref="SecretKeyShare.Encode"/> writes them.</param>
    public bool VerifyRevealedShare(int trainerIndex, ReadOnlySpan<byte> encodedShare)
    {
        if (!SecretKeyShare.TryDecode(encodedShare, out var share))
            return false;
        using (share)
            return share.TrainerIndex == trainerIndex && VerifyShareKey(share);
    }

    /// <summary>Whether a share has this key's index range and width.</summary>
    internal bool CouldOwn(SecretKeyShare share) =>
        share.TrainerIndex <= Trainers && share.Value.LimbCount == CiphertextBytes / sizeof(ulong);

    /// <summary>h_n^exponent for a public exponent.</summary>
    internal BigInteger PowerOfFixedBase(BigInteger exponent) => fixedBase.Power(exponent);

    internal static bool TryDecode(
        ReadOnlySpan<byte> bytes, KeySizePolicy policy, IArithmeticEngine engine, [NotNullWhen(true)] out ThresholdPublicKey? key)
    {
        key = KeyEncoding.TryDecode(bytes, policy, out var parts) ? new ThresholdPublicKey(parts, engine) : null;
        return key is not null;
    }

    private BigInteger InvertCombinationDivisor()
    {
        var delta = Combinatorics.Factorial(Trainers);
        var divisor = 4 * delta * delta * Theta % Modulus;
        // θ is a unit by TryDecode, and a factor of Δ in n would be at most N.
        return Engine.ForModulus(Modulus).TryInvert(divisor, out var inverse)
            ? inverse
            : throw new InvalidOperationException("n has a factor that is not greater than the number of trainers.");
    }
}
