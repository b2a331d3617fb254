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

    /// <summary>As above, with working memory for each thread, which is made and disposed here.</summary>
    public static void For<TWorker>(
        int count, int maxDegree, Func<TWorker> createWorker, Action<int, TWorker> body, CancellationToken cancellationToken)
        where TWorker : IDisposable
    {
        if (maxDegree == 1 || count == 1)
        {
            using var only = createWorker();
            For(count, 1, i => body(i, only), cancellationToken);
            return;
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegree, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            count,
            options,
            createWorker,
            (i, _, worker) =>
            {
                body(i, worker);
                return worker;
            },
            worker => worker.Dispose());
    }
}
