using FLChain.Chaincode.Training;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>What follows from the entries alone, without a ledger.</summary>
public sealed class DerivationTests
{
    private static readonly string[] s_members = ["a", "b", "c"];
    private static readonly Policy s_policy = Policy.Default("AuthorityMSP", [1]);

    [Fact]
    public void Contributions_NotAllThere_AreNotFixed()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 1), Gradient("c", 2)], [], 2, expired: null);
        Assert.Null(contributions.Fixed);
        Assert.Equal(["b"], contributions.NotYet(s_members));
    }

    [Fact]
    public void Contributions_AllThere_AreFixedSinceTheLastOneCame()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9), Gradient("c", 7)], [], 2, expired: null);
        Assert.Equal(s_members, contributions.Fixed);
        Assert.Equal(9, contributions.Since);
        Assert.Empty(contributions.Missing);
    }

    [Fact]
    public void Contributions_Expired_AreWhatExpiryFixed()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9)], [], 2, new ContributorsRecord(["a", "b"], ["c"], 20));
        Assert.Equal(["a", "b"], contributions.Fixed);
        Assert.Equal(["c"], contributions.Missing);
        Assert.Equal(20, contributions.Since);
    }

    [Fact]
    public void Contributions_AllButTheExpelled_AreFixedSinceTheExpulsion()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9)], [Expelled("c", 12)], 2, expired: null);
        Assert.Equal(["a", "b"], contributions.Fixed);
        Assert.Equal(12, contributions.Since);
        Assert.Empty(contributions.Missing);
    }

    [Fact]
    public void Contributions_OfWhoWasExpelledLater_StayInTheSum()
    {
        var contributions = Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9), Gradient("c", 7)], [Expelled("c", 12)], 3, expired: null);
        Assert.Equal(s_members, contributions.Fixed);
        Assert.Equal(9, contributions.Since);
    }

    [Fact]
    public void Contributions_TooFewWithoutTheExpelled_AreNotFixed() =>
        Assert.Null(Contributions.Of(s_members, [Gradient("a", 5), Gradient("b", 9)], [Expelled("c", 12)], 3, expired: null).Fixed);

    [Fact]
    public void Contributions_ExpelledAndAnotherMissing_AreNotFixed() =>
        Assert.Null(Contributions.Of(s_members, [Gradient("a", 5)], [Expelled("c", 12)], 1, expired: null).Fixed);

    [Fact]
    public void Standings_PartnersRatingsAreOneRating()
    {
        EvaluationEntry[] evaluations = [new("a", [new("b", 1), new("c", 1_000_000)]), new("c", [new("a", 7), new("b", 2)])];
        var before = Evidence.None.With(10, s_policy.ReliabilityMemory);
        var after = Standings.After(s_members, s_members, [new Standing("b", before, 1, 2, 3)], evaluations, missing: [], absent: ["c"], at: 7, s_policy);
        Assert.Equal([Rated("a", 7), new("b", before.With(1, s_policy.ReliabilityMemory), 1, 2, 0), Rated("c", 1_000_000) with { Absences = 1, OutSince = 7 }], after);
    }

    [Fact]
    public void Standings_OneLiarOfThree_IsNotHeard()
    {
        EvaluationEntry[] evaluations = [new("a", [new("d", 800_000)]), new("b", [new("d", 0)]), new("c", [new("d", 810_000)])];
        Assert.Equal([Rated("d", 800_000)], Standings.After(["d"], ["d"], [], evaluations, missing: [], absent: [], at: 7, s_policy));
    }

    [Fact]
    public void Standings_MissCountsWithItsWeightBesideTheRatings()
    {
        EvaluationEntry[] evaluations = [new("a", [new("b", 600_000)])];
        var after = Standings.After(s_members, s_members, [], evaluations, missing: ["b"], absent: ["b"], at: 7, s_policy);
        var expected = Rated("b", 600_000).Evidence.With(0, s_policy.ReliabilityMemory, s_policy.MissWeight);
        Assert.Equal(new Standing("b", expected, 1, 1, 7), after[1]);
        Assert.Equal(new Standing("a", Evidence.None, 0, 0, 0), after[0]);
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

    [Fact]
    public void Standings_OutIsSinceTheFirstIterationWithoutAndUntilItGivesAgain()
    {
        var missed = Absence(["a", "b"], [new("a", Evidence.None, 0, 0, 0)], ["a"], at: 10);
        Assert.Equal((1, 10), missed);
        var leftOut = Absence(["b"], [new("a", Evidence.None, 0, missed.Absences, missed.OutSince)], ["a"], at: 20);
        Assert.Equal((2, 10), leftOut);

        // Asking to return is not enough: it has to give.
        var returnedAndSilent = Absence(["a", "b"], [new("a", Evidence.None, 0, leftOut.Absences, leftOut.OutSince)], ["a"], at: 30);
        Assert.Equal((3, 10), returnedAndSilent);
        Assert.Equal((3, 0), Absence(["a", "b"], [new("a", Evidence.None, 0, 3, 10)], [], at: 40));
    }

    [Fact]
    public void Standings_WhoWasLeftOutFromTheStart_IsNotAbsent() =>
        Assert.Equal((0, 0), Absence(["b"], [new("a", Evidence.None, 0, 0, 0)], ["a"], at: 10));

    // A halt counts whom it waited for; who had been out before stays out.
    [Fact]
    public void Standings_OutAtAHalt_StaysOut() => Assert.Equal((2, 10), Absence(["b"], [new("a", Evidence.None, 0, 2, 10)], [], at: 30));

    [Theory]
    [InlineData(0, 9_999, false)]
    [InlineData(0, 10_000, true)]
    [InlineData(0, 10_001, true)]
    [InlineData(15, 10_000, false)]
    [InlineData(15, 24_999, false)]
    [InlineData(15, 25_000, true)]
    public void Deadline_HasPassedFromItsOwnMillisecondOnAndTheSkewLater(int skew, long now, bool passed) =>
        Assert.Equal(passed, Deadline.After(7_000, 3).HasPassed(now, s_policy with { ClockSkewSeconds = skew }));

    [Fact]
    public void Deadline_UntilAMillisecond_PassesAfterIt()
    {
        var exact = s_policy with { ClockSkewSeconds = 0 };
        Assert.False(Deadline.Until(10_000).HasPassed(10_000, exact));
        Assert.True(Deadline.Until(10_000).HasPassed(10_001, exact));
    }

    private static (int Absences, long OutSince) Absence(string[] active, Standing[] before, string[] absent, long at)
    {
        var after = Standings.After(["a"], active, before, [], missing: [], absent, at, s_policy)[0];
        return (after.Absences, after.OutSince);
    }

    private static Standing Rated(string dpId, int rating) => new(dpId, Evidence.None.With(rating, s_policy.ReliabilityMemory), 0, 0, 0);

    private static GradientEntry Gradient(string author, long at) => new(author, "d", 1, [1], at);

    private static ExpulsionEntry Expelled(string dpId, long at) => new(dpId, FaultKind.IncorrectShare, at);

    private static AttestationEntry At(string author, Artifact artifact) => new(author, artifact, 1);
}
