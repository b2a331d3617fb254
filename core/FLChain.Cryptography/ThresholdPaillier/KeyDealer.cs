using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Deals a federation's threshold Paillier key: the paper's CryptoSystem (Algorithm 2). It is the one party that must be
/// trusted to forget: it knows the factors of n while it deals and zeroes them, s and the polynomial before it returns.
/// </summary>
public static class KeyDealer
{
    /// <summary>Deals a fresh key.</summary>
    /// <param name="modulusBits">Length of n: 2048 (default elsewhere), 3072, or any multiple of 64 between 2048 and 4096.</param>
    /// <param name="trainers">N, 2 to <see cref="SecurityParameters.MaximumTrainers"/>.</param>
    /// <param name="threshold">t, 2 to N.</param>
    /// <param name="progress">Told about the search, from its threads; null for none.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Key, shares and proof; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DealtKey Deal(
        int modulusBits, int trainers, int threshold, IProgress<KeyDealingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Deal(modulusBits, trainers, threshold, KeySizePolicy.Production, ArithmeticEngines.Default, progress, cancellationToken);

    internal static DealtKey Deal(
        int modulusBits, int trainers, int threshold, KeySizePolicy policy, IArithmeticEngine engine,
        IProgress<KeyDealingProgress>? progress, CancellationToken cancellationToken)
    {
        RequireNumbers(modulusBits, trainers, threshold, policy);
        var search = new PrimePairSearch(engine, progress, cancellationToken);
        using var primes = search.Find(modulusBits);
        return FromPrimes(primes, trainers, threshold, engine, progress, cancellationToken);
    }

    /// <summary>Everything after the search; the tests enter here with primes of their own.</summary>
    internal static DealtKey FromPrimes(
        PrimePair primes, int trainers, int threshold, IArithmeticEngine engine,
        IProgress<KeyDealingProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new KeyDealingProgress(KeyDealingStage.Sharing, 0, 2));
        var n = primes.Modulus;
        int bits = (int)n.GetBitLength();
        var square = engine.ForModulus(n * n);
        using var secretModulus = SecretInteger.FromPublic(n);
        using var order = primes.SquaresOrder();
        using var wide = SecretInteger.Multiply(secretModulus, order);
        using var shareModulus = wide.Resize(SecretInteger.LimbsFor(2 * bits));

        // s = β·m with β random in Z*_n, so s = 0 mod m and θ = s mod n is random.
        using var beta = SecretInteger.RandomBelow(secretModulus, bits);
        using var wideSecret = SecretInteger.Multiply(beta, order);
        using var secret = wideSecret.Resize(shareModulus.LimbCount);
        using var theta = secret.Modulo(secretModulus);

        // m < n/4, so nm < 2^(2|n| − 2).
        using var polynomial = new SecretPolynomial(secret, shareModulus, (2 * bits) - 2, threshold - 1);
        var shares = Enumerable.Range(1, trainers).Select(j => new SecretKeyShare(j, polynomial.Evaluate(j))).ToArray();

        var (v, _) = NothingUpMySleeve.VerificationBase(n, square);
        using var delta = SecretInteger.FromPublic(Combinatorics.Factorial(trainers));
        var verificationKeys = shares.Select(share =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var exponent = SecretInteger.Multiply(share.Value, delta);
            return square.PowerSecret(v, exponent);
        }).ToArray();
        var key = new ThresholdPublicKey(new KeyParts(bits, threshold, n, theta.Reveal(), v, verificationKeys), engine);

        progress?.Report(new KeyDealingProgress(KeyDealingStage.Proving, 0, 2));
        return new DealtKey(key, shares, KeyProof.Prove(key, primes));
    }

    private static void RequireNumbers(int modulusBits, int trainers, int threshold, KeySizePolicy policy)
    {
        if (!KeyEncoding.IsAcceptableLength(modulusBits, policy))
            throw new ArgumentOutOfRangeException(nameof(modulusBits), "The modulus must have 2048 to 4096 bits, in steps of 64.");
        ArgumentOutOfRangeException.ThrowIfLessThan(trainers, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trainers, SecurityParameters.MaximumTrainers);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, trainers);
    }
}
