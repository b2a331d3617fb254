using FLChain.Chaincode.Tests.Training;
using FLChain.Cryptography.Masking;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>
/// Random sequences of transactions: valid, invalid, reordered, and several in one block. After each, money is conserved,
/// nothing is outside its state machine, deposits back what they must, and nobody honest is convicted of anything.
/// </summary>
public sealed class RandomSequenceTests
{
    private const int Steps = 160;

    private const string Withdrawal = $"{TransactionNames.Incentive.Contract}:{TransactionNames.Incentive.Withdraw}";

    // A federation that is halted early leaves little that is valid; far fewer would mean that the moves miss the rules.
    private const int FewestValid = 8;

    // Besides the honest seeds: those of cheats, convictions, and what else goes on in the market.
    private const int StepsOfADispute = 120;
    private const int FewestOfADispute = 1;

    private const int StepsOfAChallenge = 60;
    private const int FewestOfAChallenge = 3;

    public static TheoryData<int, string> Disputes =>
        [.. MaskingSchemes.Names.SelectMany(masking => Enumerable.Range(1, 6).Select(seed => new TheoryDataRow<int, string>(seed, masking)))];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnySequence_KeepsTheInvariantsAndFramesNobody(int seed)
    {
        using var world = new RandomWorld(seed);
        using var market = new MarketMoves(world);
        await PlayAsync(world, [.. new TrainingMoves(world).All, .. new MisbehaviorMoves(world).All, .. new DisputeMoves(world).All, .. market.All], Steps, FewestValid);
    }

    [Theory]
    [MemberData(nameof(Disputes))]
    public async Task AnySequenceAroundAnImpossibleSum_KeepsTheInvariantsAndFramesNobody(int seed, string masking)
    {
        using var world = new RandomWorld(seed, masking);
        using var market = new MarketMoves(world);
        var cheats = world.Members[..(1 + (seed % RandomWorld.Cheats))];
        await world.Lab.ToAbsurdSumAsync(cheats);
        var (request, payload) = world.Lab.DisputeOfTheFirst();
        await world.Lab.Ledger.SubmitAsync(world.Member(), Names.Contract, Names.OpenDispute, request, payload);
        await world.OpenSeedsAsync();
        var disputes = new DisputeMoves(world).All.ToArray();
        await PlayAsync(world, [.. disputes, .. disputes, .. new MisbehaviorMoves(world).All, .. market.All], StepsOfADispute, FewestOfADispute);

        // Whoever was convicted had made the sum impossible or opened no right seed.
        var dispute = world.Lab.Ledger.Read<DisputeRecord>(Keys.Dispute(TrainingWorld.Fid, 1))!;
        Assert.All(dispute.Culprits, culprit => Assert.Contains(culprit, world.Members[..RandomWorld.Cheats].Select(member => member.PartyId)));
        Assert.All(world.Honest, member => Assert.NotNull(world.Lab.Ledger.Read<OpeningEntry>(Keys.Opening(TrainingWorld.Fid, 1, member.PartyId))));
        Assert.Equal(ModelStage.Halted, world.Lab.World.Model.Stage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnySequenceAroundAChallenge_EndsItByAnAnswerOrAConviction(int seed)
    {
        using var world = new RandomWorld(seed);
        using var market = new MarketMoves(world);
        await world.Lab.Play.ToLeaderAsync(1);
        foreach (var member in world.Members) await world.Lab.Play.UnmaskAsync(1, member);
        var cheat = world.Members[seed % RandomWorld.Cheats];
        var challenge = await world.Lab.ReportAsync(world.Members[^1], world.Lab.Accusing(FaultKind.IncorrectShare, 1, cheat, new byte[32]));
        var misbehavior = new MisbehaviorMoves(world).All.ToArray();
        await PlayAsync(world, [.. new TrainingMoves(world).All, .. misbehavior, .. misbehavior, .. market.All], StepsOfAChallenge, FewestOfAChallenge);

        if (Report().State == ReportState.Challenged)
        {
            world.Lab.Ledger.AdvanceSeconds(world.Lab.Policy.OpeningSeconds + 1);
            await world.Lab.Ledger.SubmitAsync(world.Lab.World.Stranger, Names.Contract, Names.SettleChallenge, new ReportReference(challenge.ReportId));
        }

        var report = Report();
        Assert.True(report.State == ReportState.Answered || world.Lab.Fault(FaultKind.IncorrectShare, 1, cheat) is not null, $"the challenge is {report.State}: {report.Finding}");
        Assert.NotEqual(ReportState.Challenged, report.State);
        AssertNobodyFramed(world);

        ReportRecord Report() => world.Lab.Ledger.Read<ReportRecord>(Keys.Report(challenge.ReportId))!;
    }

    private static async Task PlayAsync(RandomWorld world, Func<Task<Endorsement?>>[] moves, int steps, int fewest)
    {
        var invariants = new Invariants(world.Lab.Ledger, world.Lab.Policy);
        Endorsement? waiting = null;
        var valid = 0;
        for (var step = 0; step < steps; step++)
        {
            // Rarely more than a phase lasts: a federation should come far before it ends.
            if (world.Random.Next(20) == 0) world.Lab.Ledger.AdvanceSeconds(world.Random.Next(10) == 0 ? 90_000 : world.Random.Next(1, 40));
            var next = await moves[world.Random.Next(moves.Length)]();
            if (next is null || !IsEndorsed(next)) continue;

            // Some wait, and meet what comes after them in one block.
            if (waiting is null && world.Random.Next(4) == 0)
            {
                waiting = next;
                continue;
            }

            Endorsement[] block = waiting is null ? [next] : world.Random.Next(2) == 0 ? [waiting, next] : [next, waiting];
            waiting = null;
            var deposits = DepositsOfTheHonest(world);
            var codes = world.Lab.Ledger.Commit(block);
            valid += codes.Count(code => code == ValidationCode.Valid);
            // Whatever is said of them, it does not touch what they have deposited.
            if (block.All(endorsement => endorsement.Proposal.Function.StartsWith($"{Names.Contract}:", StringComparison.Ordinal))) Assert.Equal(deposits, DepositsOfTheHonest(world));
            if (block.Length == 1 && codes[0] == ValidationCode.Valid && next.Proposal.Function == Withdrawal)
                invariants.CheckWithdrawal(((TestIdentity[])[.. world.Members, world.Lab.World.Node, world.Lab.World.Stranger]).First(party => party.Client == next.Proposal.Creator));
            await world.AnswerChallengesAsync();
            await world.OpenSeedsAsync();
            invariants.Check();
            AssertNobodyFramed(world);
        }

        Assert.True(valid >= fewest, $"only {valid} transactions were valid");
    }

    private static long[] DepositsOfTheHonest(RandomWorld world) => [.. world.Honest.Select(world.Lab.World.DepositOf)];

    private static bool IsEndorsed(Endorsement endorsement)
    {
        if (endorsement.Response.IsOk) return true;
        Assert.True(LedgerError.Find(endorsement.Response.Message) is not null, $"{endorsement.Proposal.Function} failed without a code: {endorsement.Response.Message}");
        return false;
    }

    private static void AssertNobodyFramed(RandomWorld world)
    {
        foreach (var honest in world.Honest)
        {
            var trainer = world.Lab.World.TrainerOf(honest);
            Assert.Equal(0, trainer.Evidence.Faults);
            Assert.NotEqual(TrainerStatus.Unqualified, trainer.Status);
            foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Absence))
                for (var iteration = 0; iteration <= 2; iteration++) Assert.Null(world.Lab.Fault(kind, iteration, honest));
        }
    }
}
