using FLChain.Core.Establishment;

namespace FLChain.Core.Tests.Establishment;

public sealed class GreedyEstablishmentTests
{
    private static readonly GreedyEstablishment Greedy = new();

    [Fact]
    public void Allocate_HighestProfitFirst_TakesTheBestPairAndDropsItsTrainer()
    {
        // a is best at flm-a; b would be best there too, but there is room for one only.
        var allocation = Greedy.Allocate(
            [Pair("flm-a", "a", 10), Pair("flm-a", "b", 9), Pair("flm-b", "b", 1), Pair("flm-b", "a", 8)],
            Problems.Capacities(("flm-a", 1), ("flm-b", 1)));
        Assert.Equal("flm-a: a; flm-b: b", Problems.Text(allocation));
    }

    [Fact]
    public void Allocate_ReliabilityWeighsTheProfit() =>
        Assert.Equal(
            "flm-a: b",
            Problems.Text(Greedy.Allocate(
                [new Candidate("flm-a", "a", 100_000, 1_000, 0), new Candidate("flm-a", "b", 900_000, 200, 0)],
                Problems.Capacities(("flm-a", 1)))));

    [Fact]
    public void Allocate_EqualProfits_GoToTheLesserDpIdThenTheLesserFid()
    {
        var allocation = Greedy.Allocate(
            [Pair("flm-b", "a", 5), Pair("flm-a", "b", 5), Pair("flm-a", "a", 5), Pair("flm-b", "b", 5)],
            Problems.Capacities(("flm-a", 1), ("flm-b", 1)));
        Assert.Equal("flm-a: a; flm-b: b", Problems.Text(allocation));
    }

    [Fact]
    public void Allocate_NoProfitButNoLoss_IsAllocated_LossIsNot() =>
        Assert.Equal(
            "flm-a: a",
            Problems.Text(Greedy.Allocate([Pair("flm-a", "a", 0), Pair("flm-a", "b", -1)], Problems.Capacities(("flm-a", 2)))));

    [Fact]
    public void Allocate_TrainerOfReliabilityZero_IsNeitherGainNorLoss() =>
        Assert.Equal(
            "flm-a: a",
            Problems.Text(Greedy.Allocate([new Candidate("flm-a", "a", 0, 0, 1_000)], Problems.Capacities(("flm-a", 1)))));

    [Fact]
    public void Allocate_Nobody_IsEmpty() => Assert.Empty(Greedy.Allocate([], Problems.Capacities()));

    [Fact]
    public void Allocate_RandomProblems_AgreesWithAlgorithmOneSearchedAnewEachTime()
    {
        var random = new Random(1);
        for (var run = 0; run < 500; run++)
        {
            var (candidates, capacities) = Problems.Random(random, trainers: 7, models: 4);
            Assert.Equal(Problems.Text(SearchAnew([.. candidates], capacities)), Problems.Text(Greedy.Allocate(candidates, capacities)));
        }
    }

    [Fact]
    public void Allocate_CandidatesInAnyOrder_GivesTheSame()
    {
        var random = new Random(2);
        for (var run = 0; run < 200; run++)
        {
            var (candidates, capacities) = Problems.Random(random, trainers: 6, models: 3);
            var expected = Problems.Text(Greedy.Allocate(candidates, capacities));
            for (var shuffle = 0; shuffle < 5; shuffle++)
            {
                random.Shuffle(candidates);
                Assert.Equal(expected, Problems.Text(Greedy.Allocate(candidates, capacities)));
            }
        }
    }

    // Algorithm 1 word by word: find the maximum of what remains, take it, remove its trainer, remove a full model.
    private static SortedDictionary<string, IReadOnlyList<string>> SearchAnew(List<Candidate> remaining, Dictionary<string, int> capacities)
    {
        var taken = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        while (true)
        {
            Candidate? best = null;
            foreach (var candidate in remaining)
                if (best is null || candidate.Profit > best.Profit || (candidate.Profit == best.Profit && Before(candidate, best)))
                    best = candidate;
            if (best is null || best.Profit < 0) break;
            if (!taken.TryGetValue(best.Fid, out var members)) taken[best.Fid] = members = [];
            members.Add(best.DpId);
            remaining.RemoveAll(candidate => candidate.DpId == best.DpId || (candidate.Fid == best.Fid && members.Count == capacities[best.Fid]));
        }

        return new(taken.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. entry.Value.Order(StringComparer.Ordinal)]), StringComparer.Ordinal);
    }

    private static bool Before(Candidate a, Candidate b)
    {
        var order = string.CompareOrdinal(a.DpId, b.DpId);
        return order < 0 || (order == 0 && string.CompareOrdinal(a.Fid, b.Fid) < 0);
    }

    private static Candidate Pair(string fid, string dpId, long profit) => new(fid, dpId, 1, Math.Max(0, profit), Math.Max(0, -profit));
}
