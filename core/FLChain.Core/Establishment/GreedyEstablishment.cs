namespace FLChain.Core.Establishment;

/// <summary>
/// The paper's Algorithm 1 as it is meant: take the remaining pair with the highest profit, drop its trainer, drop the
/// model when it is full, stop when the highest profit is negative. (As printed, the maximum is computed only once.)
/// </summary>
public sealed class GreedyEstablishment : IEstablishment
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allocate(IReadOnlyCollection<Candidate> candidates, IReadOnlyDictionary<string, int> capacities)
    {
        // One sorted pass takes the same pairs as searching for the maximum again after each: a pair that was passed
        // over never becomes possible again.
        var ordered = candidates
            .Where(candidate => candidate.Profit >= 0)
            .OrderByDescending(candidate => candidate.Profit)
            .ThenBy(candidate => candidate.DpId, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Fid, StringComparer.Ordinal);

        var placed = new HashSet<string>(StringComparer.Ordinal);
        var federations = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var candidate in ordered)
        {
            if (placed.Contains(candidate.DpId)) continue;
            if (!federations.TryGetValue(candidate.Fid, out var members)) federations[candidate.Fid] = members = [];
            if (members.Count == capacities[candidate.Fid]) continue;
            members.Add(candidate.DpId);
            placed.Add(candidate.DpId);
        }

        return Allocation.Of(federations);
    }
}
