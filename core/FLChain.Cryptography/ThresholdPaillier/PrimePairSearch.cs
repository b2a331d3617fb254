using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>Finds the two safe primes of a key, one on each of two threads.</summary>
internal sealed class PrimePairSearch(IArithmeticEngine engine, IProgress<KeyDealingProgress>? progress, CancellationToken cancellationToken)
{
    // A report for each candidate would cost more than the candidate.
    private const int ReportEvery = 64;

    private long candidates;
    private int found;

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PrimePair Find(int modulusBits)
    {
        while (true)
        {
            var first = StartSearch(modulusBits / 2);
            var second = StartSearch(modulusBits / 2);
            Task.WhenAll(first, second).GetAwaiter().GetResult();
            var pair = new PrimePair(first.Result, second.Result, engine);
            bool distinct = first.Result.IsBelow(second.Result) || second.Result.IsBelow(first.Result);
            if (distinct && pair.Modulus.GetBitLength() == modulusBits)
                return pair;
            pair.Dispose();
            found = 0;
        }
    }

    private Task<SecretInteger> StartSearch(int bits) => Task.Factory.StartNew(
        () =>
        {
            var prime = engine.GenerateSafePrime(bits, OnCandidate, cancellationToken);
            Interlocked.Increment(ref found);
            Report();
            return prime;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void OnCandidate()
    {
        if (Interlocked.Increment(ref candidates) % ReportEvery == 1)
            Report();
    }

    private void Report() => progress?.Report(
        new KeyDealingProgress(KeyDealingStage.SearchingPrimes, Interlocked.Read(ref candidates), Volatile.Read(ref found)));
}
