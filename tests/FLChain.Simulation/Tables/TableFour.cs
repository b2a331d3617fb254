using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tables;

/// <summary>
/// Table IV, incentive for each entity: what it gained on the ledger from the moment when training began, less the cost of
/// training c, which is paid outside of it. As in the paper the fees for joining (f_CI, f_FLM), which were paid before, and
/// the rewards for leading, which are newly issued, are left out.
/// </summary>
internal static class TableFour
{
    /// <summary>c: what training cost each trainer, outside of the ledger.</summary>
    public const long Cost = 100;

    public static async Task<IReadOnlyList<Cell>> ComputeAsync(World training)
    {
        var cases = new Cases(training);
        var worlds = new Played(
            training, await cases.WellTrainedAsync(), await cases.UnreportedAsync(), await cases.ReportedAsync(), await cases.FalselyReportedAsync(),
            await cases.UnqualifiedReportedAsync(), await cases.UnqualifiedFalselyReportedAsync());
        return [.. Trainers(worlds), .. Reporter(worlds), .. PublicAccount(worlds)];
    }

    /// <summary>p^j by the reliability that the member ended with, by the paper's formula in whole numbers.</summary>
    public static long ShareOf(World world, int member)
    {
        var rely = (Int128)world.Read<TrainerRecord>(Keys.Trainer(world.Cast.Members[member].PartyId))!.Rely;
        return (long)(world.Model.Price * rely * rely / ((Int128)Ratio.One * Ratio.One * world.Cast.Members.Count));
    }

    private static IEnumerable<Cell> Trainers(Played worlds)
    {
        var (d, cp) = (worlds.Start.Policy.RegistrationDeposit, ShareOf(worlds.Start, 0));
        Cell Of(string row, string column, string formula, long expected, World world, int member, long cost = Cost) =>
            new(row, column, formula, expected, worlds.Gained(world, world.Cast.Members[member]) - cost);

        yield return Of("HDP", "Well-train", "p − c", ShareOf(worlds.Well, 0) - Cost, worlds.Well, 0);
        yield return Of("HDP", "Unrep.", "−c", -Cost, worlds.Unreported, 0);
        yield return Of("HDP", "Rep. (misbehavior)", "cp − c", cp - Cost, worlds.Reported, 0);
        yield return Of("HDP", "Rep. (unqualified)", "cp − c", ShareOf(worlds.Unqualified, 0) - Cost, worlds.Unqualified, 0);
        // A false report changes nothing for the accused: neither gain nor loss comes of it.
        yield return Of("HDP", "Dishonest Rep. (misbehavior)", "0", 0, worlds.Falsely, Cases.Culprit, cost: 0);
        yield return Of("HDP", "Dishonest Rep. (unqualified)", "0", 0, worlds.Dismissed, Cases.Culprit, cost: 0);
        yield return Of("MDP", "Rep.", "−d", -d, worlds.Reported, Cases.Culprit, cost: 0);
        yield return Of("UQDP", "Well-train", "p − c", ShareOf(worlds.Well, Cases.Culprit) - Cost, worlds.Well, Cases.Culprit);
        yield return Of("UQDP", "Unrep.", "−c", -Cost, worlds.Unreported, Cases.Culprit);
        yield return Of("UQDP", "Rep.", "−d − c", -d - Cost, worlds.Unqualified, Cases.Culprit);
    }

    private static IEnumerable<Cell> Reporter(Played worlds)
    {
        var policy = worlds.Start.Policy;
        Cell Of(string column, string formula, long expected, World world) => new("RP", column, formula, expected, worlds.Gained(world, world.Cast.Reporter));

        yield return Of("Well-train", "0", 0, worlds.Well);
        yield return Of("Unrep.", "0", 0, worlds.Unreported);
        yield return Of("Rep. (misbehavior)", "r_1 − f_1", policy.ReportReward - policy.ReportFee, worlds.Reported);
        yield return Of("Rep. (unqualified)", "r_2 − f_2", policy.UnqualifiedReportReward - policy.UnqualifiedReportFee, worlds.Unqualified);
        yield return Of("Dishonest Rep. (misbehavior)", "−f_1", -policy.ReportFee, worlds.Falsely);
        yield return Of("Dishonest Rep. (unqualified)", "−f_2", -policy.UnqualifiedReportFee, worlds.Dismissed);
    }

    private static IEnumerable<Cell> PublicAccount(Played worlds)
    {
        var policy = worlds.Start.Policy;
        var partners = worlds.Start.Cast.Members.Count - 1;
        Cell Of(string column, string formula, long expected, World world) =>
            new("PAC", column, formula, expected, world.Held(AccountName.Public) - worlds.Start.Held(AccountName.Public));

        yield return Of("Well-train", "0", 0, worlds.Well);
        yield return Of("Unrep.", "0", 0, worlds.Unreported);
        yield return Of(
            "Rep. (misbehavior)", "Σ(f_1 − r_1) + d − Σcp",
            policy.ReportFee - policy.ReportReward + policy.RegistrationDeposit - (partners * ShareOf(worlds.Start, 0)), worlds.Reported);
        yield return Of(
            "Rep. (unqualified)", "Σ(f_2 − r_2) + d − Σcp − f",
            policy.UnqualifiedReportFee - policy.UnqualifiedReportReward + policy.RegistrationDeposit - (partners * ShareOf(worlds.Unqualified, 0)) - policy.JudgmentFee, worlds.Unqualified);
        yield return Of("Dishonest Rep. (misbehavior)", "Σf_1", policy.ReportFee, worlds.Falsely);
        yield return Of("Dishonest Rep. (unqualified)", "Σf_2", policy.UnqualifiedReportFee, worlds.Dismissed);
    }

    private sealed record Played(World Start, World Well, World Unreported, World Reported, World Falsely, World Unqualified, World Dismissed)
    {
        /// <summary>What a party gained since training began, without rewards for leading.</summary>
        public long Gained(World world, TestIdentity party)
        {
            var led = world.Statement(AccountName.Party(party.PartyId)).Where(posting => posting.Event == PaymentEvent.LeaderReward).Sum(posting => posting.Amount);
            return world.WealthOf(party) - Start.WealthOf(party) - led;
        }
    }
}
