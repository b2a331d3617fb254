using FLChain.Chaincode.Tests.Training;
using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>An iteration of honest members alone, of whom anybody reports anything: no evidence convicts one of them or costs it anything.</summary>
public sealed class FramingTests
{
    private const int Reports = 500;

    // Refused are those that name what is not there, or bring what its author did not submit.
    private const int FewestTaken = 15;

    public static TheoryData<int, string> Cases =>
        [.. MaskingSchemes.Names.SelectMany(masking => Enumerable.Range(1, 3).Select(seed => new TheoryDataRow<int, string>(seed, masking)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Report_OfTheHonestWithAnyEvidence_ConvictsNobodyAndCostsThemNothing(int seed, string masking)
    {
        using var world = new RandomWorld(seed, masking);
        await world.Lab.Play.ToLeaderAsync(1);
        foreach (var member in world.Members) await world.Lab.Play.UnmaskAsync(1, member);
        var (before, taken) = (Standing(world), 0);
        var moves = new MisbehaviorMoves(world);
        for (var number = 0; number < Reports; number++)
        {
            if (await moves.ReportAsync() is not { } report || !report.Response.IsOk) continue;
            taken++;
            Assert.Equal([ValidationCode.Valid], world.Lab.Ledger.Commit(report));
            Assert.True(report.Answer<ReportRecord>().State is ReportState.False or ReportState.Challenged);
            await world.AnswerChallengesAsync();
            Assert.Equal(before, Standing(world));
        }

        Assert.True(taken >= FewestTaken, $"only {taken} reports were taken");
        Assert.Empty(world.All<FaultRecord>(Keys.Faults(TrainingWorld.Fid)));
    }

    private static (long Deposit, int Rely, TrainerStatus Status)[] Standing(RandomWorld world) =>
        [.. world.Members.Select(member => (world.Lab.World.DepositOf(member), world.Lab.World.TrainerOf(member).Rely, world.Lab.World.TrainerOf(member).Status))];
}
