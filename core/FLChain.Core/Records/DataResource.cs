namespace FLChain.Core.Records;

/// <summary>What a trainer says of its data (the paper's dr).</summary>
/// <param name="Features">Features of a sample, 1 or more.</param>
/// <param name="Samples">Training samples, 1 to <see cref="MaxSamples"/>.</param>
/// <param name="Labels">Distinct labels, 1 or more.</param>
/// <param name="Description">Free text, at most 500 characters.</param>
public sealed record DataResource(int Features, long Samples, int Labels, string Description = "")
{
    /// <summary>Most training samples, so that no product of a price, a reliability and a number of samples overflows 128 bits.</summary>
    public const long MaxSamples = 1_000_000_000_000;
}
