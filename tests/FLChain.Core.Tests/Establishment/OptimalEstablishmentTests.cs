using FLChain.Core.Establishment;

namespace FLChain.Core.Tests.Establishment;

public sealed class OptimalEstablishmentTests
{
    private static readonly OptimalEstablishment Optimal = new();

    [Fact]
    public void Allocate_WhereGreedyIsShortSighted_FindsTheBetterWhole()
    {
        Candidate[] candidates = [Pair("flm-a", "a", 10), Pair("flm-b", "a", 9), Pair("flm-a", "b", 9), Pair("flm-b", "b", 0)];
        var capacities = Problems.Capacities(("flm-a", 1), ("flm-b", 1));
        Assert.Equal("flm-a: b; flm-b: a", Problems.Text(Optimal.Allocate(candidates, capacities)));
        Assert.Equal("flm-a: a; flm-b: b", Problems.Text(new GreedyEstablishment().Allocate(candidates, capacities)));
    }

    [Fact]
    public void Allocate_RandomProblems_TotalIsThatOfBruteForce()
    {
        var random = new Random(3);
        for (var run = 0; run < 1_500; run++)
        {
            var (candidates, capacities) = Problems.Random(random, trainers: 5, models: 3);
            var allocation = Optimal.Allocate(candidates, capacities);
            Problems.RequireSound(allocation, candidates, capacities);
            Assert.Equal(Best(candidates, capacities), Problems.Total(allocation, candidates));
        }
    }

    [Fact]
    public void Allocate_LargerProblems_NeverBelowGreedy()
    {
        var random = new Random(4);
        for (var run = 0; run < 60; run++)
        {
            var (candidates, capacities) = Problems.Random(random, trainers: 24, models: 6);
            var optimal = Optimal.Allocate(candidates, capacities);
            Problems.RequireSound(optimal, candidates, capacities);
            Assert.True(Problems.Total(optimal, candidates) >= Problems.Total(new GreedyEstablishment().Allocate(candidates, capacities), candidates));
        }
    }

    [Fact]
    public void Allocate_CandidatesInAnyOrder_GivesTheSame()
    {
        var random = new Random(5);
        for (var run = 0; run < 300; run++)
        {
            // Few different profits, so that most problems have several optima.
            var (candidates, capacities) = Problems.Random(random, trainers: 6, models: 3, highestIncome: 2);
            var expected = Problems.Text(Optimal.Allocate(candidates, capacities));
            for (var shuffle = 0; shuffle < 4; shuffle++)
            {
                random.Shuffle(candidates);
                Assert.Equal(expected, Problems.Text(Optimal.Allocate(candidates, capacities)));
            }
        }
    }

    [Fact]
    public void Allocate_LossOrNobody_IsEmpty()
    {
        Assert.Empty(Optimal.Allocate([Pair("flm-a", "a", -1)], Problems.Capacities(("flm-a", 1))));
        Assert.Empty(Optimal.Allocate([], Problems.Capacities()));
    }

    [Fact]
    public void Allocate_LargestAmountsOfThePolicy_DoNotOverflow()
    {
        const long most = Core.Policies.PolicyRules.MaxAmount;
        Candidate[] candidates = [.. Enumerable.Range(0, 40).SelectMany(t => Enumerable.Range(0, 3).Select(m => new Candidate($"flm-{m}", $"t{t:d2}", 1_000_000, most, 0)))];
        var allocation = Optimal.Allocate(candidates, Problems.Capacities(("flm-0", 10), ("flm-1", 10), ("flm-2", 10)));
        Assert.Equal((Int128)30 * 1_000_000 * most, Problems.Total(allocation, candidates));
    }

    // Every trainer in every model or in none: (models + 1)^trainers possibilities.
    private static Int128 Best(Candidate[] candidates, Dictionary<string, int> capacities)
    {
        var trainers = candidates.Select(candidate => candidate.DpId).Distinct().ToArray();
        var free = capacities.ToDictionary(entry => entry.Key, entry => entry.Value);
        return From(0);

        Int128 From(int trainer)
        {
            if (trainer == trainers.Length) return 0;
            var best = From(trainer + 1);
            foreach (var candidate in candidates.Where(candidate => candidate.DpId == trainers[trainer] && free[candidate.Fid] > 0))
            {
                free[candidate.Fid]--;
                best = Int128.Max(best, candidate.Profit + From(trainer + 1));
                free[candidate.Fid]++;
            }

            return best;
        }
    }

    private static Candidate Pair(string fid, string dpId, long profit) => new(fid, dpId, 1, Math.Max(0, profit), Math.Max(0, -profit));
}
