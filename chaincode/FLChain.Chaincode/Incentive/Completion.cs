using FLChain.Chaincode.Misbehavior;
using FLChain.Chaincode.Training;

namespace FLChain.Chaincode.Incentive;

/// <summary>The end of a purchase: the price goes on to the federation and its members, or back to the buyer.</summary>
internal static class Completion
{
    /// <summary>The buyer found the key good.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The buyer said nothing in time.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>No key was delivered in time.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>The delivered envelope does not hold the model's key.</summary>
    public const string WrongKey = "wrong-key";

    /// <summary>The buyer disputed an envelope that does hold the model's key.</summary>
    public const string FalseDispute = "false-dispute";

    public static async Task<PurchaseRecord> ConfirmAsync(LedgerContext context, PurchaseReference request)
    {
        var purchase = await Purchases.OfCallerAsync(context, request.Fid, request.PurchaseId);
        Purchases.RequireState(purchase, PurchaseState.Delivered);
        return await PayOutAsync(context, purchase, Confirmed, TransactionNames.Incentive.ConfirmDelivery);
    }

    /// <summary>Settle: after a deadline, by anyone.</summary>
    public static async Task<PurchaseRecord> SettleAsync(LedgerContext context, PurchaseReference request)
    {
        var purchase = await Purchases.FindAsync(context, request.Fid, request.PurchaseId);
        Rule.Require(
            purchase.State is PurchaseState.Paid or PurchaseState.Delivered,
            ErrorCodes.WrongPurchaseState,
            $"the purchase has ended: {purchase.Outcome}");
        await Deadline.Until(purchase.Deadline).RequirePassedAsync(context);
        return purchase.State == PurchaseState.Delivered
            ? await PayOutAsync(context, purchase, Unanswered, TransactionNames.Incentive.Settle)
            : await RefundAsync(context, purchase, Undelivered, TransactionNames.Incentive.Settle);
    }

    /// <summary>p_FLM from PAC to the federation, p^j_FLM from there to each member (paper, Table III).</summary>
    public static async Task<PurchaseRecord> PayOutAsync(LedgerContext context, PurchaseRecord purchase, string outcome, string transaction)
    {
        var policy = await context.PolicyAsync();
        var model = await context.ModelAsync(purchase.Fid);
        var members = await EarnersAsync(context, model);

        var federation = AccountName.Federation(model.Fid);
        var shares = ProfitShares.Divide(policy.Shares, purchase.Price, members);
        var payments = new Payments(context);
        payments.Pay(AccountName.Public, federation, purchase.Price, PaymentEvent.Sale, purchase.PurchaseId);
        for (var j = 0; j < shares.Length; j++)
            payments.Pay(federation, AccountName.Party(model.Dps[j]), shares[j], PaymentEvent.Profit, purchase.PurchaseId);
        await payments.CommitAsync();
        return await Purchases.WriteAsync(context, purchase with { State = PurchaseState.Settled, Outcome = outcome }, transaction);
    }

    // Who aborted, did not attest the model or was expelled earns nothing: as if its reliability were zero.
    private static async Task<IReadOnlyList<(int Rely, long Samples)>> EarnersAsync(LedgerContext context, ModelRecord model)
    {
        var expelled = await Expulsions.OfAsync(context, model);
        var members = new List<(int Rely, long Samples)>();
        for (var j = 0; j < model.Dps.Count; j++)
        {
            var earns = model.Active.Contains(model.Dps[j], StringComparer.Ordinal) && !expelled.Contains(model.Dps[j], StringComparer.Ordinal);
            members.Add((earns ? (await context.TrainerAsync(model.Dps[j])).Rely : 0, model.Samples[j]));
        }

        return members;
    }

    /// <summary>p_FLM from PAC back to the buyer.</summary>
    public static async Task<PurchaseRecord> RefundAsync(LedgerContext context, PurchaseRecord purchase, string outcome, string transaction)
    {
        var payments = new Payments(context);
        PayBack(payments, purchase);
        await payments.CommitAsync();
        return await Purchases.WriteAsync(context, purchase with { State = PurchaseState.Refunded, Outcome = outcome }, transaction);
    }

    public static void PayBack(Payments payments, PurchaseRecord purchase) =>
        payments.Pay(AccountName.Public, AccountName.Party(purchase.Buyer), purchase.Price, PaymentEvent.Refund, purchase.PurchaseId);
}
