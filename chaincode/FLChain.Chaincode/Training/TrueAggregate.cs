using FLChain.Core.Training;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The aggregate as the contract computes it from the contributors' own gradients: what every submitted aggregate is
/// held against. The gradients come from the collection, where nobody can change them under their digests.
/// </summary>
/// <param name="Payload">The sum of the masked gradients.</param>
/// <param name="Digest">Its SHA-512, hex.</param>
/// <param name="Beacon">The sum of the contributors' masked random numbers.</param>
internal sealed record TrueAggregate(byte[] Payload, string Digest, byte[] Beacon)
{
    /// <exception cref="ContractException">A gradient's payload is gone, or one is a copy of another's.</exception>
    public static async Task<TrueAggregate> ComputeAsync(LedgerContext context, OpenRound round, Contributions contributions)
    {
        var masking = await FederationMasking.LoadAsync(context, round.Model);
        var gradients = new List<byte[]>();
        foreach (var author in contributions.RequireFixed())
            gradients.Add(await context.RequirePayloadAsync(Phases.Gradient, round.Fid, round.Iteration, author));
        Rule.Require(masking.TryAggregate(gradients, out var payload), ErrorCodes.NoCorrectAggregate, $"the masked gradients of iteration {round.Iteration} have no sum: one is a copy of another");
        var beacon = masking.AggregateBeacons([.. contributions.FixedEntries().Select(entry => entry.Beacon)]);
        return new TrueAggregate(payload, Naming.Digest(payload), beacon);
    }

    /// <summary>The nodes that committed to this very aggregate, in order.</summary>
    public IReadOnlyList<string> CorrectNodes(OpenRound round, IReadOnlyList<AggregateEntry> entries) =>
        [.. entries.Where(entry => Commits(entry, round.Fid, round.Iteration, Digest)).Select(entry => entry.Author)];

    /// <summary>Whether an entry commits its author to the aggregate of this digest.</summary>
    public static bool Commits(AggregateEntry entry, string fid, int iteration, string digest) =>
        string.Equals(entry.Commitment, AggregateCommitment.Of(fid, iteration, entry.Author, digest), StringComparison.Ordinal);
}
