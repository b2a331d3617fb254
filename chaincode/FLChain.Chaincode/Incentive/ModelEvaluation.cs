using FLChain.Core.Events;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Incentive;

/// <summary>
/// EvaluateModel and ApplyEvaluations: a buyer's judgment of a model waits until the policy's interval is over and then
/// moves the reliability of all its trainers (paper, section IV.C: once in a certain interval).
/// </summary>
internal static class ModelEvaluation
{
    /// <summary>Most evaluations that one transaction applies; the rest follow in the next, at once.</summary>
    public const int MaxApplied = 100;

    private const int MaxCommentLength = 500;

    public static async Task RateAsync(LedgerContext context, EvaluateModel request)
    {
        Rule.Require(request.Rating is >= 0 and <= Ratio.One, ErrorCodes.BadArgument, $"a rating is 0 to {Ratio.One}");
        Rule.RequireText(request.Comment, 0, MaxCommentLength, "the comment");
        var purchase = await Purchases.OfCallerAsync(context, request.Fid, request.PurchaseId);
        Purchases.RequireState(purchase, PurchaseState.Settled);
        Rule.Require(!purchase.Rated, ErrorCodes.AlreadyRated, "the buyer has evaluated this purchase already");

        var rating = new ModelRating(context.Caller.PartyId, request.Rating, request.Comment, context.Now);
        await context.PutAsync(Keys.ModelRating(purchase.Fid, purchase.PurchaseId), rating);
        await Purchases.WriteAsync(context, purchase with { Rated = true }, TransactionNames.Incentive.EvaluateModel);
    }

    public static async Task ApplyAsync(LedgerContext context, ModelReference request)
    {
        var policy = await context.PolicyAsync();
        var model = await context.ModelAsync(request.Fid);
        Rule.Require(
            model.RatedUntil + (policy.EvaluationSeconds * 1000L) <= context.Now,
            ErrorCodes.NothingToApply,
            $"evaluations of {model.Fid} are applied every {policy.EvaluationSeconds} seconds");
        var ratings = await context.EntriesAsync<ModelRating>(Keys.ModelRatings(model.Fid), MaxApplied);
        Rule.Require(ratings.Count > 0, ErrorCodes.NothingToApply, $"there are no evaluations of {model.Fid} to apply");

        var heard = Heard([.. ratings.Select(entry => entry.Value)], policy);
        foreach (var dpId in model.Dps)
        {
            var trainer = await context.TrainerAsync(dpId);
            var evidence = trainer.Evidence.With(heard, policy.ReliabilityMemory);
            await context.PutAsync(Keys.Trainer(dpId), trainer.Next(context) with { Evidence = evidence, Rely = ReliabilityScore.Of(evidence, policy) });
        }

        foreach (var (key, _) in ratings) await context.DeleteAsync(key);

        // A full batch may have left some behind: the interval begins anew only when all have been applied.
        if (ratings.Count < MaxApplied) await context.PutAsync(Keys.Model(model.Fid), model.Next(context) with { RatedUntil = context.Now });
        context.Emit(TransactionNames.Incentive.Contract, TransactionNames.Incentive.ApplyEvaluations, new LedgerEvent(Fid: model.Fid));
    }

    // An interval is one rating, however many bought, and in it a buyer has one voice, however often it bought: praise
    // from one's own purchases has to outnumber the other buyers of the same interval, not just to be repeated.
    private static int Heard(IReadOnlyList<ModelRating> ratings, Policy policy)
    {
        int[] voices =
        [
            .. ratings.GroupBy(rating => rating.Buyer, StringComparer.Ordinal)
                .Select(voice => (int)(voice.Sum(rating => (long)rating.Rating) / voice.Count())),
        ];
        return TrimmedMean.Of(voices, policy.TrimPart) ?? throw new InvalidOperationException("an interval without a rating is not applied");
    }
}
