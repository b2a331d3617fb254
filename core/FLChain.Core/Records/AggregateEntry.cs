namespace FLChain.Core.Records;

/// <summary>A node's aggregate of one iteration; the vector itself is documented once, with the leader.</summary>
/// <param name="Author">dpId of the node.</param>
/// <param name="Commitment"><see cref="Training.AggregateCommitment"/> to the aggregate's digest, hex.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record AggregateEntry(string Author, string Commitment, long At);
