using FLChain.Core.Encoding;
using FLChain.Core.Events;

namespace FLChain.Chaincode.Incentive;

/// <summary>Reads and writes of purchases, for every transaction that moves one on.</summary>
internal static class Purchases
{
    public static async Task<PurchaseRecord> FindAsync(LedgerContext context, string fid, string purchaseId)
    {
        Rule.Require(Naming.IsFid(fid) && Naming.IsTransactionId(purchaseId), ErrorCodes.NoPurchase, "that is not the id of a model and of its purchase");
        return await context.RequireAsync<PurchaseRecord>(Keys.Purchase(fid, purchaseId), ErrorCodes.NoPurchase, $"there is no purchase {purchaseId} of {fid}");
    }

    /// <summary>The caller's own purchase.</summary>
    public static async Task<PurchaseRecord> OfCallerAsync(LedgerContext context, string fid, string purchaseId)
    {
        var purchase = await FindAsync(context, fid, purchaseId);
        Rule.Require(string.Equals(purchase.Buyer, context.Caller.PartyId, StringComparison.Ordinal), ErrorCodes.NotBuyer, "the purchase is someone else's");
        return purchase;
    }

    public static void RequireState(PurchaseRecord purchase, PurchaseState state) =>
        Rule.Require(
            purchase.State == state,
            ErrorCodes.WrongPurchaseState,
            $"the purchase is {Word(purchase.State)}, not {Word(state)}");

    /// <summary>Keeps the purchase as it now stands and announces it.</summary>
    public static async Task<PurchaseRecord> WriteAsync(LedgerContext context, PurchaseRecord purchase, string transaction)
    {
        await context.PutAsync(Keys.Purchase(purchase.Fid, purchase.PurchaseId), purchase);
        context.Emit(
            TransactionNames.Incentive.Contract,
            transaction,
            new LedgerEvent(Fid: purchase.Fid, Author: context.Caller.PartyId, Reference: purchase.PurchaseId));
        return purchase;
    }

    /// <summary>One page of what a party has bought.</summary>
    public static async Task<Page<PurchaseRecord>> BoughtAsync(LedgerContext context, PageRequest request)
    {
        var buyer = request.Of ?? string.Empty;
        Rule.Require(Naming.IsPartyId(buyer), ErrorCodes.BadArgument, "that is not the id of a party");
        var (rows, bookmark) = await context.RowsAsync(Keys.BoughtBy(buyer), request);
        var purchases = new List<PurchaseRecord>();
        foreach (var row in rows)
        {
            var reference = CanonicalJson.Decode<PurchaseReference>(row.Value);
            purchases.Add(await FindAsync(context, reference.Fid, reference.PurchaseId));
        }

        return new Page<PurchaseRecord>(purchases, bookmark);
    }

    private static string Word(PurchaseState state) => state switch
    {
        PurchaseState.Paid => "paid and waits for its delivery",
        PurchaseState.Delivered => "delivered",
        PurchaseState.Settled => "settled",
        PurchaseState.Refunded => "refunded",
        _ => throw new InvalidOperationException($"there is no state {state}"),
    };
}
