using FLChain.Core.Establishment;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// The policy's rule of establishment, repeated until every federation that it gives has its fewest trainers. The rule
/// alone would leave trainers with a model that cannot form: so the model that lacks the most (of those that lack as
/// many the one with the greatest fid) is dropped, and its trainers are allocated anew among the others. One model at a
/// time, because the trainers of the first may be what the second lacks.
/// </summary>
internal sealed class FederationFormation(Policy policy, IReadOnlyList<Recruitment> recruitments, IReadOnlyDictionary<string, TrainerRecord> trainers)
{
    private readonly IEstablishment _rule = policy.Establishment switch
    {
        EstablishmentRule.Greedy => new GreedyEstablishment(),
        EstablishmentRule.Optimal => new OptimalEstablishment(),
        _ => throw new InvalidOperationException($"there is no establishment rule {policy.Establishment}"),
    };

    /// <summary>The members of each federation that forms, in the order of their dpIds, by fid.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Form()
    {
        var candidates = recruitments
            .Select(recruitment => (recruitment.Model, Candidates: Candidates(recruitment)))
            .Where(entry => entry.Candidates.Count >= entry.Model.Terms.MinTrainers)
            .ToDictionary(entry => entry.Model.Fid, entry => entry, StringComparer.Ordinal);
        while (candidates.Count > 0)
        {
            var remaining = candidates.Values.OrderBy(entry => entry.Model.Fid, StringComparer.Ordinal).ToArray();
            var allocation = _rule.Allocate(
                [.. remaining.SelectMany(entry => entry.Candidates)],
                remaining.ToDictionary(entry => entry.Model.Fid, entry => entry.Model.Terms.MaxTrainers, StringComparer.Ordinal));
            var worst = remaining
                .OrderByDescending(entry => Lack(entry.Model, allocation))
                .ThenByDescending(entry => entry.Model.Fid, StringComparer.Ordinal)
                .First().Model;
            if (Lack(worst, allocation) <= 0) return allocation;
            candidates.Remove(worst.Fid);
        }

        return new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
    }

    // A pair at a loss is never allocated, so it does not count towards what a model could become.
    private List<Candidate> Candidates(Recruitment recruitment) =>
    [
        .. recruitment.Intentions
            .Where(intention => trainers.ContainsKey(intention.DpId))
            .Select(intention => new Candidate(intention.Fid, intention.DpId, trainers[intention.DpId].Rely, intention.ExpectedIncome, intention.Cost))
            .Where(candidate => candidate.Profit >= 0),
    ];

    private static int Lack(ModelRecord model, IReadOnlyDictionary<string, IReadOnlyList<string>> allocation) =>
        model.Terms.MinTrainers - (allocation.TryGetValue(model.Fid, out var members) ? members.Count : 0);
}
