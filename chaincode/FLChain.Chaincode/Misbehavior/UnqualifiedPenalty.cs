using FLChain.Chaincode.Training;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// The penalty of an unqualified trainer. Of its deposit d_DP is taken, and one more for each further model that is
/// forbidden, as far as there is any: the first pays the reporter r_2 and the authority f, and what remains compensates the
/// partners of the forbidden models. Federations whose deposit that took go on without the trainer.
/// </summary>
internal sealed class UnqualifiedPenalty(LedgerContext context, AccusationRecord accusation, Payments payments, TrainerDrafts drafts)
{
    private readonly List<string> _expelled = [];
    private readonly List<(string Fid, long Amount)> _compensated = [];

    /// <summary>Moves the money and drafts every trainer that is concerned.</summary>
    /// <param name="forbidden">Models that may never be sold, in the order of the judgment.</param>
    /// <returns>Those models, halted, for the caller to write.</returns>
    public async Task<IReadOnlyList<ModelRecord>> ImposeAsync(IReadOnlyList<string> forbidden)
    {
        var policy = await context.PolicyAsync();
        var deposit = await Liability.DepositAsync(context, accusation.Accused);
        var confiscated = Math.Min(deposit, policy.RegistrationDeposit * Math.Max(1, forbidden.Count));
        payments.Pay(AccountName.Deposit(accusation.Accused), AccountName.Public, confiscated, PaymentEvent.Confiscation, accusation.ReportId);
        var left = PayReporterAndAuthority(policy, confiscated);

        var halted = new List<ModelRecord>();
        var parts = forbidden.Count;
        foreach (var fid in forbidden)
        {
            var fund = parts == 1 ? left : Math.Min(left, policy.RegistrationDeposit - (halted.Count == 0 ? policy.JudgmentFee + policy.UnqualifiedReportReward : 0));
            halted.Add(await ForbidAsync(await context.ModelAsync(fid), fund));
            left -= fund;
            parts--;
        }

        await MarkAsync(policy, deposit - confiscated, forbidden);
        return halted;
    }

    /// <summary>Writes who was expelled where, and whose partners were compensated.</summary>
    public async Task WriteAsync()
    {
        foreach (var (fid, amount) in _compensated) await Compensation.WriteAsync(context, fid, amount);
        foreach (var fid in _expelled)
            await context.PutAsync(Keys.Expulsion(fid, accusation.Accused), new ExpulsionEntry(accusation.Accused, null, context.Now));
    }

    // A reporter who was right is never worse off: where the deposit is gone its fee goes back.
    private long PayReporterAndAuthority(Policy policy, long confiscated)
    {
        var reporter = AccountName.Party(accusation.Reporter);
        var reward = Math.Min(policy.UnqualifiedReportReward, confiscated);
        var fee = Math.Min(policy.JudgmentFee, confiscated - reward);
        payments.Pay(AccountName.Public, reporter, reward, PaymentEvent.Reward, accusation.ReportId);
        payments.Pay(AccountName.Public, AccountName.Authority, fee, PaymentEvent.JudgmentFee, accusation.ReportId);
        if (reward < accusation.Fee) payments.Pay(AccountName.Public, reporter, accusation.Fee - reward, PaymentEvent.FeeReturn, accusation.ReportId);
        return confiscated - reward - fee;
    }

    // The partners of a model that was halted before may have been compensated then.
    private async Task<ModelRecord> ForbidAsync(ModelRecord model, long fund)
    {
        var federation = AccountName.Federation(model.Fid);
        payments.Pay(AccountName.Public, federation, fund, PaymentEvent.Penalty, accusation.ReportId);
        var paid = await Compensation.IsPaidAsync(context, model.Fid)
            ? 0
            : await Compensation.PayAsync(context, payments, drafts, model, accusation.Accused, await Expulsions.OfAsync(context, model), fund);
        payments.Pay(federation, AccountName.Public, fund - paid, PaymentEvent.Residue, accusation.ReportId);
        _compensated.Add((model.Fid, paid));

        if (model.Stage == ModelStage.Halted) return model;
        var standings = model.Stage == ModelStage.Training ? (await ClosedRounds.LastAsync(context, model))?.Standings : null;
        return await new FederationEnd(context, model, standings ?? []).HaltedAsync(drafts);
    }

    // What is left of the deposit backs as many federations as it covers, the oldest first; from the others the trainer is
    // expelled, and of course from those whose models are forbidden.
    private async Task MarkAsync(Policy policy, long left, IReadOnlyList<string> forbidden)
    {
        var engagements = (await Liability.EngagementsAsync(context, await drafts.GetAsync(accusation.Accused)))
            .Where(fid => !forbidden.Contains(fid, StringComparer.Ordinal))
            .ToArray();
        var covered = policy.RegistrationDeposit == 0 ? engagements.Length : (int)Math.Min(engagements.Length, left / policy.RegistrationDeposit);
        _expelled.AddRange(forbidden);
        _expelled.AddRange(engagements.Skip(covered));
        await drafts.ChangeAsync(accusation.Accused, trainer =>
        {
            var evidence = trainer.Evidence.WithFault();
            return trainer with
            {
                Evidence = evidence,
                Rely = ReliabilityScore.Of(evidence, policy),
                Status = TrainerStatus.Unqualified,
                Engagements = [.. engagements.Take(covered)],
            };
        });
    }
}
