namespace FLChain.Core.Records;

/// <summary>The leader of an iteration and the aggregate that it documented: the only one that is ever unmasked.</summary>
/// <param name="Leader">dpId.</param>
/// <param name="Digest">SHA-512 of the aggregate's payload, hex.</param>
/// <param name="Contributors">dpIds of those whose gradients are in it, in order.</param>
/// <param name="Correct">Nodes whose aggregate was the right one, in order.</param>
/// <param name="Seed">Seed of the draw: the beacon of the previous iteration, hex.</param>
/// <param name="BeaconAggregate">Product of the contributors' masked random numbers.</param>
/// <param name="Reward">What the leader earned.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record LeaderEntry(
    string Leader,
    string Digest,
    IReadOnlyList<string> Contributors,
    IReadOnlyList<string> Correct,
    string Seed,
    byte[] BeaconAggregate,
    long Reward,
    long At);
