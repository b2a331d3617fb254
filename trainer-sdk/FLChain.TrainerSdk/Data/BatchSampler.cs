namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Mini-batches in shuffled epochs. Batch k depends on the data, the batch size, the seed and k alone, so that training
/// resumes at any step. Each epoch is a fresh permutation, of which the samples that do not fill a batch sit out.
/// Not safe for concurrent use.
/// </summary>
public sealed class BatchSampler
{
    private readonly Dataset data;
    private readonly long seed;
    private int[] permutation = [];
    private long permutationEpoch = -1;

    /// <summary>Defines the batches.</summary>
    /// <param name="data">At least one sample.</param>
    /// <param name="batchSize">Samples of a batch, at least 1; a smaller data set is taken whole each time.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public BatchSampler(Dataset data, int batchSize, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (data.Count == 0)
            throw new ArgumentException("The data set is empty.", nameof(data));
        this.data = data;
        this.seed = seed;
        BatchSize = Math.Min(batchSize, data.Count);
    }

    /// <summary>Samples of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of one epoch, at least 1.</summary>
    public int BatchesPerEpoch => data.Count / BatchSize;

    /// <summary>The batch of a step.</summary>
    /// <param name="step">From 0.</param>
    public Batch At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        long epoch = step / BatchesPerEpoch;
        if (epoch != permutationEpoch)
        {
            permutation = [.. Enumerable.Range(0, data.Count)];
            new SeededRandom("FLChain batches v1", seed, epoch).Shuffle<int>(permutation);
            permutationEpoch = epoch;
        }
        int first = (int)(step % BatchesPerEpoch) * BatchSize;
        return new Batch(data, permutation.AsSpan(first, BatchSize));
    }
}
