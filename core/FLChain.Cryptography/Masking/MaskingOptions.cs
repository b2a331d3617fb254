namespace FLChain.Cryptography.Masking;

/// <summary>How a scheme uses the machine. Results never depend on it.</summary>
public sealed record MaskingOptions
{
    private readonly int maxDegreeOfParallelism = Environment.ProcessorCount;

    /// <summary>Threads of one operation at most; by default one for each processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int MaxDegreeOfParallelism
    {
        get => maxDegreeOfParallelism;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            maxDegreeOfParallelism = value;
        }
    }
}
