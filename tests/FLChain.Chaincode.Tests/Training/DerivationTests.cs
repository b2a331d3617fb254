using FLChain.Chaincode.Training;
using FLChain.Core.Records;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>What follows from the entries alone, without a ledger.</summary>
public sealed class DerivationTests
{
    private static readonly string[] s_members = ["a", "b", "c"];

    [Fact]
    public void Contributions_NotAllThere_AreNotFixed()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 1), Gradient("c", 2)], expired: null);
        Assert.Null(contributions.Fixed);
        Assert.Equal(["b"], contributions.NotYet(s_members));
    }

    [Fact]
    public void Contributions_AllThere_AreFixedSinceTheLastOneCame()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9), Gradient("c", 7)], expired: null);
        Assert.Equal(s_members, contributions.Fixed);
        Assert.Equal(9, contributions.Since);
        Assert.Empty(contributions.Missing);
    }

    [Fact]
    public void Contributions_Expired_AreWhatExpiryFixed()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9)], new ContributorsRecord(["a", "b"], ["c"], 20));
        Assert.Equal(["a", "b"], contributions.Fixed);
        Assert.Equal(["c"], contributions.Missing);
        Assert.Equal(20, contributions.Since);
    }

    [Fact]
    public void Standings_MeanIsRoundedDownAndCountsOnce()
    {
        EvaluationEntry[] evaluations = [new("a", [new("b", 1), new("c", 1_000_000)]), new("c", [new("a", 7), new("b", 2)])];
        var after = Standings.After(s_members, [new Standing("b", new Evidence(10, 3), 1)], evaluations, missing: [], missWeight: 5);
        Assert.Equal([new("a", new Evidence(7, 1), 0), new("b", new Evidence(11, 4), 1), new Standing("c", new Evidence(1_000_000, 1), 0)], after);
    }

    [Fact]
    public void Standings_MissCountsWithItsWeightBesideTheRatings()
    {
        EvaluationEntry[] evaluations = [new("a", [new("b", 600_000)])];
        var after = Standings.After(s_members, [], evaluations, missing: ["b"], missWeight: 4);
        Assert.Equal(new Standing("b", new Evidence(600_000, 5), 1), after[1]);
        Assert.Equal(new Standing("a", Evidence.None, 0), after[0]);
    }

    [Fact]
    public void Attestations_UnanimousOnlyWhenAllAwaitedAgree()
    {
        Artifact one = new("1", "k", 1), two = new("2", "k", 1);
        Assert.Null(Attestations.Unanimous([], ["a", "b"]));
        Assert.Null(Attestations.Unanimous([At("a", one)], ["a", "b"]));
        Assert.Null(Attestations.Unanimous([At("a", one), At("b", two)], ["a", "b"]));
        Assert.Equal(one, Attestations.Unanimous([At("a", one), At("b", one), At("c", two)], ["a", "b"]));
    }

    [Fact]
    public void Attestations_PrevailingIsTheMostAttestedOfThoseAtTheThreshold()
    {
        Artifact one = new("1", "k", 1), two = new("2", "k", 1);
        Assert.Null(Attestations.Prevailing([At("a", one), At("b", two)], 2));
        Assert.Equal(two, Attestations.Prevailing([At("a", one), At("b", one), At("c", two), At("d", two), At("e", two)], 2));
        Assert.Equal(one, Attestations.Prevailing([At("a", two), At("b", two), At("c", one), At("d", one)], 2));
    }

    [Theory]
    [InlineData(9_999, false)]
    [InlineData(10_000, true)]
    [InlineData(10_001, true)]
    public void Deadline_HasPassedFromItsOwnMillisecondOn(long now, bool passed) =>
        Assert.Equal(passed, Deadline.After(7_000, 3).HasPassed(now));

    private static GradientEntry Gradient(string author, long at) => new(author, "d", 1, [1], at);

    private static AttestationEntry At(string author, Artifact artifact) => new(author, artifact, 1);
}
