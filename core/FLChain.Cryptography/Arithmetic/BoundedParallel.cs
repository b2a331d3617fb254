namespace FLChain.Cryptography.Arithmetic;

/// <summary>A loop over independent items on a bounded number of threads.</summary>
internal static class BoundedParallel
{
    /// <exception cref="OperationCanceledException">The token was cancelled before every item was done.</exception>
    public static void For(int count, int maxDegree, Action<int> body, CancellationToken cancellationToken)
    {
        if (maxDegree == 1 || count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(i);
            }
            return;
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegree, CancellationToken = cancellationToken };
        Parallel.For(0, count, options, body);
    }
}
