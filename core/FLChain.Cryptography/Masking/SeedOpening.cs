namespace FLChain.Cryptography.Masking;

/// <summary>What a revealed seed shows of a masked vector. The default is a mismatch: nothing is shown.</summary>
/// <param name="Outcome">The finding.</param>
/// <param name="Parameter">
/// Index of the first parameter whose value is out of range; −1 when there is none, or when the excess lies outside
/// every parameter's slot.
/// </param>
public readonly record struct SeedOpening(SeedOpeningOutcome Outcome, int Parameter)
{
    /// <summary>The seed gives this payload and every value is in range.</summary>
    public static SeedOpening Honest { get; } = new(SeedOpeningOutcome.Honest, -1);

    /// <summary>The seed does not give this payload.</summary>
    public static SeedOpening Mismatch { get; } = new(SeedOpeningOutcome.Mismatch, -1);

    /// <summary>The seed gives this payload, which no honest quantizer makes.</summary>
    /// <param name="parameter">The first bad parameter, or −1.</param>
    public static SeedOpening OutOfRange(int parameter) => new(SeedOpeningOutcome.OutOfRange, parameter);

    /// <summary>For judgments and logs, such as "OutOfRange at 3".</summary>
    public override string ToString() => Parameter < 0 ? Outcome.ToString() : $"{Outcome} at {Parameter}";
}
