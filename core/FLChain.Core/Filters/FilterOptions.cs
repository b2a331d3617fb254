namespace FLChain.Core.Filters;

/// <summary>Size of a <see cref="ModelFilter"/>.</summary>
public sealed record FilterOptions
{
    /// <summary>Smallest <see cref="Bytes"/>.</summary>
    public const int MinBytes = 64;

    /// <summary>Largest <see cref="Bytes"/>: 1 GiB.</summary>
    public const int MaxBytes = 1 << 30;

    /// <summary>Bytes of a <see cref="Seed"/>.</summary>
    public const int SeedBytes = 32;

    /// <summary>Memory of the four counting filters together, a power of two. Default 1 MiB (paper, Table VII): 524,288 counters in each.</summary>
    public int Bytes { get; init; } = 1 << 20;

    /// <summary>k, hashes in each family, 1 to 16. Default 4.</summary>
    public int Hashes { get; init; } = 4;

    /// <summary>
    /// Goes into every hash, 32 bytes. Who knows it can look for ids that collide; a gateway draws its own and keeps it to
    /// itself. Default: zeros, for figures that anyone can repeat.
    /// </summary>
    public ReadOnlyMemory<byte> Seed { get; init; } = new byte[SeedBytes];

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public void Validate()
    {
        if (Bytes is < MinBytes or > MaxBytes || (Bytes & (Bytes - 1)) != 0)
            throw new ArgumentException($"a filter has {MinBytes} to {MaxBytes} bytes, a power of two, not {Bytes}", nameof(Bytes));
        if (Hashes is < 1 or > 16) throw new ArgumentException($"a family has 1 to 16 hashes, not {Hashes}", nameof(Hashes));
        if (Seed.Length != SeedBytes) throw new ArgumentException($"a seed has {SeedBytes} bytes, not {Seed.Length}", nameof(Seed));
    }
}
