using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tables;

/// <summary>Table III, list of payments sent for each action: each line of the paper beside the lines of the ledger's statements.</summary>
internal static class TableThree
{
    public static async Task<IReadOnlyList<Cell>> ComputeAsync(World training)
    {
        var cases = new Cases(training);
        var (well, reported, falsely) = (await cases.WellTrainedAsync(), await cases.ReportedAsync(), await cases.FalselyReportedAsync());
        var (unqualified, dismissed) = (await cases.UnqualifiedReportedAsync(), await cases.UnqualifiedFalselyReportedAsync());
        var (policy, cast) = (training.Policy, training.Cast);
        var (trainer, culprit) = (cast.Members[0].PartyId, cast.Members[Cases.Culprit].PartyId);
        var (buyer, reporter) = (AccountName.Party(cast.Buyer.PartyId), AccountName.Party(cast.Reporter.PartyId));
        var (federation, price) = (AccountName.Federation(Cast.Fid), training.Model.Price);
        var share = TableFour.ShareOf(well, 0);
        return
        [
            Line("Register DP", "DP → PAC (frozen)", "d_DP", policy.RegistrationDeposit, well, AccountName.Party(trainer), AccountName.Deposit(trainer), PaymentEvent.RegisterTrainer),
            Line("Upload collaboration intention", "DP → FED", "f_CI", policy.IntentionFee, well, AccountName.Party(trainer), federation, PaymentEvent.Intention),
            Line("Register FLM", "FED → PAC", "f_FLM", policy.ModelFee, well, federation, AccountName.Public, PaymentEvent.RegisterModel),
            Line("Purchase FLM", "BUY → PAC", "p_FLM", price, well, buyer, AccountName.Public, PaymentEvent.Purchase),
            Line("Purchase FLM", "PAC → FED", "p_FLM", price, well, AccountName.Public, federation, PaymentEvent.Sale),
            Line("Purchase FLM", "FED → DP_j", "p^j_FLM", share, well, federation, AccountName.Party(trainer), PaymentEvent.Profit),
            Line("Report misbehavior", "RP → PAC", "f_1", policy.ReportFee, reported, reporter, AccountName.Public, PaymentEvent.ReportFee),
            Line("Report misbehavior", "MDP → PAC", "d_DP", policy.RegistrationDeposit, reported, AccountName.Deposit(culprit), AccountName.Public, PaymentEvent.Confiscation),
            Line("Report misbehavior", "PAC → RP", "r_1", policy.ReportReward, reported, AccountName.Public, reporter, PaymentEvent.Reward),
            Line("Report misbehavior", "PAC → FED", "d_DP − r_1", policy.RegistrationDeposit - policy.ReportReward, reported, AccountName.Public, federation, PaymentEvent.Penalty),
            Line("Report unqualified DP", "RP → PAC", "f_2", policy.UnqualifiedReportFee, unqualified, reporter, AccountName.Public, PaymentEvent.UnqualifiedReportFee),
            Line("Report unqualified DP", "PAC → AUTH", "f", policy.JudgmentFee, unqualified, AccountName.Public, AccountName.Authority, PaymentEvent.JudgmentFee),
            Line("Report unqualified DP", "UQDP → PAC", "d_DP", policy.RegistrationDeposit, unqualified, AccountName.Deposit(culprit), AccountName.Public, PaymentEvent.Confiscation),
            Line("Report unqualified DP", "PAC → RP", "r_2", policy.UnqualifiedReportReward, unqualified, AccountName.Public, reporter, PaymentEvent.Reward),
            Line("Report unqualified DP", "PAC → FED", "d_DP − f − r_2", policy.RegistrationDeposit - policy.JudgmentFee - policy.UnqualifiedReportReward, unqualified, AccountName.Public, federation, PaymentEvent.Penalty),
            Line("Dishonest misbehavior report", "RP → PAC", "f_1", policy.ReportFee, falsely, reporter, AccountName.Public, PaymentEvent.ReportFee),
            Line("Dishonest unqualified report", "RP → PAC", "f_2", policy.UnqualifiedReportFee, dismissed, reporter, AccountName.Public, PaymentEvent.UnqualifiedReportFee),
        ];
    }

    private static Cell Line(string what, string way, string formula, long expected, World world, string from, string to, PaymentEvent happened) => new(
        what, way, formula, expected,
        world.Statement(to).Where(posting => posting.Counterparty == from && posting.Event == happened).Sum(posting => posting.Amount));
}
