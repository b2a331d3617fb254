using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Pages;

/// <summary>What each member of a federation earns when its model is sold now, by the rule of the policy, with what goes into it.</summary>
internal static class Earnings
{
    public static Html Of(IndexSession session, ModelRecord model)
    {
        if (model.Dps.Count == 0 || session.Find<Policy>(Keys.Policy)?.Record is not { } policy) return Html.Of($"""<p class="empty">No federation stands yet.</p>""");
        var members = model.Dps.Select((dpId, place) => Member(session, model, dpId, model.Samples[place])).ToList();
        var shares = ProfitShares.Divide(policy.Shares, model.Price, [.. members.Select(member => (member.Why is null ? member.Rely : 0, member.Samples))]);
        var rows = members.Select((member, place) => (IReadOnlyList<Html>)
        [
            Parts.Trainer(session, model.Dps[place]),
            Html.Of($"{Words.Percent(member.Rely)}"),
            Html.Of($"{Words.Amount(member.Samples)}"),
            Html.Of($"{Words.Amount(shares[place])}"),
            Html.Of($"{member.Why ?? (policy.Shares == ShareRule.Paper ? $"price × {Words.Percent(member.Rely)} ÷ {members.Count} × {Words.Percent(member.Rely)}" : "its part of reliability × samples")}"),
        ]);
        return Html.Of(
            $"""
            <p>{Rule(policy.Shares, model.Price)} What the shares leave, {Words.Amount(model.Price - shares.Sum())}, stays with the federation.</p>
            {Parts.Table("What a sale brings now", ["Trainer", "#Reliability", "#Samples", "#Earns", "Why"], rows, "None")}
            """);
    }

    private static string Rule(ShareRule rule, long price) => rule == ShareRule.Paper
        ? $"Of the price of {Words.Amount(price)} each trainer gets price × reliability ÷ trainers × reliability."
        : $"The price of {Words.Amount(price)} is divided in proportion to reliability × samples.";

    private static (int Rely, long Samples, string? Why) Member(IndexSession session, ModelRecord model, string dpId, long samples)
    {
        var rely = session.Find<TrainerRecord>(Keys.Trainer(dpId))?.Record.Rely ?? 0;
        string? why = null;
        if (session.Find<ExpulsionEntry>(Keys.Expulsion(model.Fid, dpId)) is not null) why = "nothing: expelled";
        else if (model.Stage == ModelStage.Finished && !model.Active.Contains(dpId)) why = "nothing: it did not attest the model";
        return (rely, samples, why);
    }
}
