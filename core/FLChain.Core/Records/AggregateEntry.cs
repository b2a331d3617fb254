namespace FLChain.Core.Records;

/// <summary>A node's aggregate of one iteration; the vector itself is a payload.</summary>
/// <param name="Author">dpId of the node.</param>
/// <param name="Digest">SHA-512 of the payload, hex.</param>
/// <param name="Bytes">Length of the payload.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record AggregateEntry(string Author, string Digest, long Bytes, long At);
