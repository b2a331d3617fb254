namespace FLChain.Chaincode.Training;

/// <summary>The end of a phase: it has passed from its own millisecond on.</summary>
/// <param name="At">Unix milliseconds.</param>
internal readonly record struct Deadline(long At)
{
    public static Deadline After(long since, long seconds) => new(since + (seconds * 1000));

    public bool HasPassed(long now) => now >= At;
}
