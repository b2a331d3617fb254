namespace FLChain.Core.Records;

/// <summary>A trainer's masked gradient in one iteration; the vector itself is a payload.</summary>
/// <param name="Author">dpId.</param>
/// <param name="Digest">SHA-512 of the payload, hex.</param>
/// <param name="Bytes">Length of the payload.</param>
/// <param name="Beacon">Masked random number with its proof.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record GradientEntry(string Author, string Digest, long Bytes, byte[] Beacon, long At);
