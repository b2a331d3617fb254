using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Market;

/// <summary>Delivers the key of a finished model to its buyers.</summary>
internal sealed class SalesDesk(FederationSession session, float[] weights)
{
    private readonly RoundTurns _turns = new(session.Clock);

    public async Task ServeAsync(CancellationToken cancellationToken) =>
        await session.Ledger.Signals.UntilAsync<object>(
            session.Fid,
            async token =>
            {
                await session.Defence.AnswerAsync(token);
                await DeliverWaitingAsync(token);
                return null;
            },
            cancellationToken);

    private async Task DeliverWaitingAsync(CancellationToken cancellationToken)
    {
        // Only who attested the artifact may deliver.
        var sellers = (await session.Ledger.ModelAsync(session.Fid, cancellationToken)).Active;
        if (!sellers.Contains(session.DpId)) return;
        var bookmark = "";
        do
        {
            var page = await session.Ledger.PurchasesAsync(session.Fid, bookmark, cancellationToken);
            foreach (var purchase in page.Items)
                if (purchase.State == PurchaseState.Paid && _turns.IsMine(purchase.PurchaseId, true, RankFor(purchase, sellers)))
                    await DeliverAsync(purchase, cancellationToken);
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);
    }

    // The purchase's id is as good as random: it says who is first.
    private int RankFor(PurchaseRecord purchase, IReadOnlyList<string> sellers)
    {
        var first = Convert.FromHexString(purchase.PurchaseId)[0] % sellers.Count;
        var place = sellers.Count(seller => string.CompareOrdinal(seller, session.DpId) < 0);
        return (place - first + sellers.Count) % sellers.Count;
    }

    private async Task DeliverAsync(PurchaseRecord purchase, CancellationToken cancellationToken)
    {
        var key = ModelVault.DeriveKey(weights, session.Fid);
        try
        {
            if (session.Conduct.DeliveredKey(key) is not { } delivered) return;
            var envelope = SealedEnvelope.Seal(purchase.BuyerKey, EnvelopeContexts.Delivery(session.Fid, purchase.PurchaseId), delivered);
            await session.Ledger.SubmitUnlessAsync(
                [ErrorCodes.WrongPurchaseState, ErrorCodes.Expelled, ErrorCodes.NotForSale],
                TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver,
                new DeliverModel(session.Fid, purchase.PurchaseId, envelope), null, cancellationToken);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(key);
        }
    }
}
