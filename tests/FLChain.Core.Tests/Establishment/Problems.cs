using FLChain.Core.Establishment;

namespace FLChain.Core.Tests.Establishment;

/// <summary>Random problems of allocation, and what must hold of any answer.</summary>
internal static class Problems
{
    public static Dictionary<string, int> Capacities(params (string Fid, int Most)[] models) => models.ToDictionary(model => model.Fid, model => model.Most);

    public static (Candidate[] Candidates, Dictionary<string, int> Capacities) Random(Random random, int trainers, int models, int highestIncome = 20)
    {
        var candidates =
            from trainer in Enumerable.Range(0, random.Next(1, trainers + 1))
            from model in Enumerable.Range(0, models)
            where random.Next(4) > 0
            select new Candidate($"flm-{model}", $"t{trainer:d2}", random.Next(0, 4) * 250_000, random.Next(0, highestIncome + 1), random.Next(0, (highestIncome / 2) + 1));
        return (candidates.ToArray(), Enumerable.Range(0, models).ToDictionary(model => $"flm-{model}", _ => random.Next(1, 4)));
    }

    public static string Text(IReadOnlyDictionary<string, IReadOnlyList<string>> allocation) =>
        string.Join("; ", allocation.Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value)}"));

    public static Int128 Total(IReadOnlyDictionary<string, IReadOnlyList<string>> allocation, IEnumerable<Candidate> candidates)
    {
        var profits = candidates.ToDictionary(candidate => (candidate.Fid, candidate.DpId), candidate => candidate.Profit);
        return allocation.SelectMany(entry => entry.Value.Select(dpId => profits[(entry.Key, dpId)])).Aggregate((Int128)0, (sum, profit) => sum + profit);
    }

    public static void RequireSound(IReadOnlyDictionary<string, IReadOnlyList<string>> allocation, Candidate[] candidates, Dictionary<string, int> capacities)
    {
        var placed = allocation.SelectMany(entry => entry.Value).ToArray();
        Assert.Equal(placed.Distinct().Count(), placed.Length);
        foreach (var (fid, members) in allocation)
        {
            Assert.InRange(members.Count, 1, capacities[fid]);
            Assert.Equal(members.Order(StringComparer.Ordinal), members);
            Assert.All(members, dpId => Assert.Contains(candidates, candidate => candidate.Fid == fid && candidate.DpId == dpId && candidate.Profit >= 0));
        }
    }
}
