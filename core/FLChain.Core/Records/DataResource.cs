namespace FLChain.Core.Records;

/// <summary>What a trainer says of its data (the paper's dr).</summary>
/// <param name="Features">Features of a sample, 1 or more.</param>
/// <param name="Samples">Training samples, 1 or more.</param>
/// <param name="Labels">Distinct labels, 1 or more.</param>
/// <param name="Description">Free text, at most 500 characters.</param>
public sealed record DataResource(int Features, long Samples, int Labels, string Description = "");
