using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Simulation.Worlds;

/// <summary>What people judge: accusations, and the judgments of the one judge.</summary>
internal static class Accusing
{
    /// <summary>Somebody says that a member is unqualified.</summary>
    public static Task<AccusationRecord> AccuseAsync(this World world, TestIdentity reporter, int accused) => world.SubmitAsync<AccusationRecord>(
        reporter, Names.Contract, Names.ReportUnqualified,
        new ReportUnqualified(world.Cast.Members[accused].PartyId, "its data are not its own", Naming.Digest("evidence"u8)));

    /// <summary>Somebody asks for the inspection of a gradient that the beacon has drawn.</summary>
    public static Task<AccusationRecord> InspectAsync(this World world, int reporter, int iteration, int inspected) => world.SubmitAsync<AccusationRecord>(
        world.Cast.Members[reporter], Names.Contract, Names.OpenInspection, new OpenInspection(Cast.Fid, iteration, world.Cast.Members[inspected].PartyId));

    /// <summary>The judge decides; who is guilty takes its models with it, unless they are legal.</summary>
    public static Task JudgeAsync(this World world, AccusationRecord accusation, Verdict verdict, bool legal = false)
    {
        var judgment = new Judgment(
            accusation.ReportId, 1, verdict, "As the evidence shows.", JudgmentForm.ClaimDigest(accusation.Claim),
            verdict == Verdict.Guilty ? [.. accusation.Models.Select(fid => new ModelVerdict(fid, legal))] : [], world.Ledger.Now);
        return world.SubmitAsync<AccusationRecord>(world.Cast.Authority, Names.Contract, Names.Judge, new SubmitJudgment(judgment, [world.Cast.Sign(judgment)]));
    }
}
