using FLChain.Core.Money;
using FLChain.Laboratory.Cheats;

namespace FLChain.Laboratory.Scenes;

/// <summary>
/// What each account must have gained over a scene by the paper's Table III, written from the table and the amounts of
/// the policy without a line of the contracts.
/// </summary>
/// <param name="scene">The scene.</param>
/// <param name="expectation">What must have come of it.</param>
/// <param name="facts">Who reported, who led and how reliable the sellers were: what the table leaves open.</param>
internal sealed class Settlement(Scene scene, Expectation expectation, SceneFacts facts)
{
    private readonly Core.Policies.Policy _policy = scene.Policy;

    /// <summary>A line for each account.</summary>
    public IReadOnlyList<PaidLine> Lines()
    {
        var (sold, compensation) = (SoldShares(), Compensations());
        var lines = new List<PaidLine>();
        for (var place = 0; place < scene.Members.Count; place++)
        {
            var member = scene.Members[place];
            var expected = facts.Led[place] - _policy.IntentionFee + sold[place] + compensation[place] + Reported(member.DpId);
            if (member == scene.Cheater) expected -= (expectation.Confiscates ? _policy.RegistrationDeposit : 0) + expectation.LosesFees(_policy);
            lines.Add(new PaidLine(member == scene.Cheater ? $"{member.Name}, who cheats" : member.Name, expected, facts.HeldBy(member.DpId) - scene.Before[AccountName.Party(member.DpId)] - Scene.TrainerFunds));
        }

        lines.Add(new PaidLine("buyer", -expectation.Sales * facts.Model.Price, facts.HeldBy(scene.Buyer.PartyId) - scene.Before[AccountName.Party(scene.Buyer.PartyId)] - scene.BuyerFunds));
        var members = scene.Members.Count;
        lines.Add(new PaidLine(
            "federation", (members * _policy.IntentionFee) - _policy.ModelFee + (expectation.Sales * facts.Model.Price) - sold.Sum(), facts.Holds(AccountName.Federation(scene.Fid))));
        lines.Add(new PaidLine("public account", PublicAccount(compensation.Sum()), facts.Holds(AccountName.Public) - scene.Before[AccountName.Public]));
        lines.Add(new PaidLine("authority", expectation.Judged || expectation.Inspected ? _policy.JudgmentFee : 0, facts.Holds(AccountName.Authority) - scene.Before[AccountName.Authority]));
        return lines;
    }

    // Table IV: f_1 − r_1 + d − Σcp, beside f_FLM and the fees of false reports.
    private long PublicAccount(long compensation) =>
        _policy.ModelFee
        + (expectation.Confiscates ? _policy.RegistrationDeposit : 0)
        + (expectation is { Reported: true, Confiscates: true } ? _policy.ReportFee - _policy.ReportReward : 0)
        - (expectation.Opened && facts.Faults.Any(fault => fault.Reporter.Length > 0) ? _policy.ReportReward : 0)
        + (expectation.Judged ? _policy.UnqualifiedReportFee - _policy.UnqualifiedReportReward - _policy.JudgmentFee : 0)
        - (expectation.Inspected ? _policy.UnqualifiedReportReward + _policy.JudgmentFee : 0)
        - compensation
        + expectation.LosesFees(_policy);

    private long Reported(string dpId) => expectation.Judged || expectation.Inspected ? Accused(dpId) :
        expectation.Confiscates && facts.Faults.Any(fault => fault.Reporter == dpId)
            ? (expectation.Opened ? _policy.ReportReward : 0) + (expectation.Reported ? _policy.ReportReward - _policy.ReportFee : 0)
            : 0;

    private long Accused(string dpId) => dpId == scene.Members[Scene.AccuserPlace].DpId
        ? _policy.UnqualifiedReportReward - (expectation.Judged ? _policy.UnqualifiedReportFee : 0)
        : 0;

    // cp = p^j by the reliability that each member brought into the federation, or had at its end when it is judged then.
    private long[] Compensations()
    {
        if (!expectation.Compensates) return new long[scene.Members.Count];
        var shares = ProfitShares.Divide(
            _policy.Shares, facts.Model.Price, [.. facts.Trainers.Select(trainer => (expectation.Judged ? trainer.Rely : _policy.InitialReliability, trainer.Dr.Samples))]);
        return [.. shares.Select((share, place) => scene.Members[place] == scene.Cheater ? 0 : share)];
    }

    private long[] SoldShares()
    {
        var shares = ProfitShares.Divide(
            _policy.Shares,
            facts.Model.Price,
            [.. facts.Trainers.Select((trainer, place) => (scene.Members[place] == scene.Cheater && !expectation.Earns ? 0 : trainer.Rely, trainer.Dr.Samples))]);
        return [.. shares.Select(share => expectation.Sales * share)];
    }
}
