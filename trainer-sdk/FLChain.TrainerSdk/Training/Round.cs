namespace FLChain.TrainerSdk.Training;

/// <summary>One iteration, as the training script sees it: weights in, gradient out.</summary>
public sealed class Round
{
    private readonly float[] _weights;
    private Func<ReadOnlyMemory<float>, int?, CancellationToken, Task>? _contribute;

    internal Round(int iteration, float[] weights, Func<ReadOnlyMemory<float>, int?, CancellationToken, Task> contribute)
    {
        Iteration = iteration;
        _weights = weights;
        _contribute = contribute;
    }

    /// <summary>1, 2, …, the terms' number of iterations.</summary>
    public int Iteration { get; }

    /// <summary>The federation's weights before this iteration; one for each parameter.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>
    /// Quantizes, packs, masks and proves the gradient and submits it. Returns when it is on the ledger, or when the
    /// iteration has gone on without it because it came too late. What follows (aggregate, unmask, verify partners)
    /// happens when the script asks for the next round.
    /// </summary>
    /// <param name="gradient">Mean gradient of the loss over the script's batch, one for each parameter, finite; what lies beyond the terms' clip is cut off; what rounding loses is carried over to the next iteration.</param>
    /// <param name="cancellationToken">Stops; the same round can then be contributed to again.</param>
    /// <exception cref="ArgumentException">The gradient has another length, or a component that is not finite.</exception>
    /// <exception cref="InvalidOperationException">This round has its contribution already, or is over.</exception>
    /// <exception cref="Ledger.LedgerException">The ledger refused it.</exception>
    public Task ContributeAsync(ReadOnlyMemory<float> gradient, CancellationToken cancellationToken = default) =>
        GiveAsync(gradient, null, cancellationToken);

    /// <summary>As the other, and says on the ledger, for everyone to read, how accurate <see cref="Weights"/> were.</summary>
    /// <param name="gradient">See the other.</param>
    /// <param name="accuracy">Share of the script's own samples whose label the weights predict, 0 to 1; of the first round's weights nothing is said.</param>
    /// <param name="cancellationToken">See the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">The accuracy is out of range.</exception>
    public Task ContributeAsync(ReadOnlyMemory<float> gradient, double accuracy, CancellationToken cancellationToken = default) =>
        GiveAsync(gradient, StatedAccuracy.Of(accuracy), cancellationToken);

    private async Task GiveAsync(ReadOnlyMemory<float> gradient, int? accuracy, CancellationToken cancellationToken)
    {
        var contribute = Interlocked.Exchange(ref _contribute, null)
            ?? throw new InvalidOperationException($"iteration {Iteration} has its contribution already, or is over");
        var done = false;
        try
        {
            await contribute(gradient, accuracy, cancellationToken);
            done = true;
        }
        finally
        {
            if (!done) _contribute = contribute;
        }
    }

    /// <summary>The script has gone on to the next round.</summary>
    internal void End() => _contribute = null;
}
