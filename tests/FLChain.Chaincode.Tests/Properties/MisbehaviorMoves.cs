using FLChain.Chaincode.Tests.Misbehavior;
using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>
/// Reports of anything by anyone, with true, false and arbitrary evidence, named and brought along; challenges and their
/// ends; accusations, inspections, judgments and forgeries.
/// </summary>
internal sealed class MisbehaviorMoves(RandomWorld world)
{
    public IEnumerable<Func<Task<Endorsement?>>> All =>
        [
            ReportAsync, ReportAsync, ReportAsync, ReportAsync, SettleChallengeAsync, AccuseAsync, InspectAsync, JudgeAsync, JudgeAsync,
            () => OfAccusationAsync(Names.Appeal), () => OfAccusationAsync(Names.SettleJudgment),
            () => SubmitAsync(Names.Report, world.Bytes(world.Random.Next(1, 60))),
        ];

    /// <summary>A report by anyone of anyone.</summary>
    public async Task<Endorsement?> ReportAsync()
    {
        var kinds = Enum.GetValues<FaultKind>();
        var kind = kinds[world.Random.Next(kinds.Length)];
        var accused = world.Member();
        var iteration = world.Random.Next(0, 4);
        var key = world.Random.Next(3) switch
        {
            0 => world.Lab.Play.ShareKeyOf(Math.Max(1, iteration), accused),
            1 => world.Lab.Play.ShareKeyOf(Math.Max(1, iteration), world.Members[0]),
            _ => world.Bytes(world.Random.Next(2) == 0 ? 32 : world.Random.Next(40)),
        };
        var brought = await world.BroughtAsync(iteration, kind == FaultKind.IncorrectShare ? Phases.Share : Phases.Gradient, accused);
        return await SubmitAsync(Names.Report, new ReportMisbehavior(kind, TrainingWorld.Fid, iteration, accused.PartyId, key), brought);
    }

    private Task<Endorsement?> SettleChallengeAsync()
    {
        var report = world.Random.Next(4) == 0 ? null : world.Pick<ReportRecord>(Keys.Reports);
        return SubmitAsync(Names.SettleChallenge, new ReportReference(report?.ReportId ?? Convert.ToHexStringLower(world.Bytes(32))));
    }

    private Task<Endorsement?> AccuseAsync() => SubmitAsync(Names.ReportUnqualified, new ReportUnqualified(world.Member().PartyId, "a claim", Naming.Digest([1])));

    private Task<Endorsement?> InspectAsync() =>
        SubmitAsync(Names.OpenInspection, new OpenInspection(TrainingWorld.Fid, world.Random.Next(0, 4), world.Member().PartyId));

    // The judges here convict cheats only; whoever else is convicted was framed.
    private Task<Endorsement?> JudgeAsync()
    {
        if (world.Pick<AccusationRecord>(Keys.Accusations) is not { } accusation) return Task.FromResult<Endorsement?>(null);
        var guilty = world.Honest.All(member => member.PartyId != accusation.Accused) && world.Random.Next(2) == 0;
        var judgment = new Judgment(
            accusation.ReportId,
            accusation.State == AccusationState.Appealed ? 2 : 1,
            guilty ? Verdict.Guilty : Verdict.Dismissed,
            "findings",
            JudgmentForm.ClaimDigest(accusation.Claim),
            guilty ? [.. accusation.Models.Select(fid => new ModelVerdict(fid, world.Random.Next(2) == 0))] : [],
            world.Lab.Ledger.Now);
        var signed = new SubmitJudgment(judgment, [Court.Signature(world.Judge, judgment)]);
        return SubmitAsync(Names.Judge, world.Random.Next(3) == 0 ? Forged(signed, accusation) : signed);
    }

    private static SubmitJudgment Forged(SubmitJudgment signed, AccusationRecord accusation) => signed with
    {
        Judgment = signed.Judgment with { Verdict = Verdict.Guilty, Models = [.. accusation.Models.Select(fid => new ModelVerdict(fid, false))], Findings = "forged" },
    };

    private Task<Endorsement?> OfAccusationAsync(string transaction) =>
        world.Pick<AccusationRecord>(Keys.Accusations) is { } accusation
            ? SubmitAsync(transaction, new ReportReference(accusation.ReportId))
            : Task.FromResult<Endorsement?>(null);

    private async Task<Endorsement?> SubmitAsync(string transaction, object request, byte[]? payload = null) =>
        await world.Lab.Ledger.EndorseAsync(world.Anyone(), Names.Contract, transaction, request, payload);
}
