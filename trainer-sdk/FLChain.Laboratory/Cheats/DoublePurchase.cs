using FLChain.Core;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A buyer that spends the same money twice: two purchases at the same moment with the price of one in its account.</summary>
internal sealed class DoublePurchase() : Cheat(
    "double-purchase",
    "A buyer with money for one copy buys two at the same moment.",
    new Expectation { Words = "One of the two purchases is refused, whichever comes second: the price is paid once, one copy is delivered, and the trainers are paid for one." })
{
    private int _refused;

    public override long BuyerFunds => SceneTrainer.Price;

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        var options = SceneTrainer.Options(scene.BuyerOptions, Conduct.Honest, null);
        await using var accomplice = Buyer.Connect(options);
        await using var purse = LedgerClient.Connect(options.Profile);
        var surplus = (await purse.AccountAsync(AccountName.Party(purse.PartyId), cancellationToken)).Balance - SceneTrainer.Price;
        if (surplus > 0) await MoveAsync(purse, TransactionNames.Incentive.Deposit, surplus, cancellationToken);
        var attempts = await Task.WhenAll(AttemptAsync(scene, scene.Buyer, cancellationToken), AttemptAsync(scene, accomplice, cancellationToken));
        _refused = attempts.Count(purchase => purchase is null);
        await scene.DeliverAsync(attempts.OfType<PurchaseRecord>().First(), scene.Members, cancellationToken);
        if (surplus > 0) await MoveAsync(purse, TransactionNames.Incentive.Withdraw, surplus, cancellationToken);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>([SceneCheck.Of("purchases that were refused", 1, _refused)]);

    // A buyer of a consortium that runs already may have money for more: it locks that away while it plays.
    private static async Task MoveAsync(LedgerClient purse, string transaction, long amount, CancellationToken cancellationToken) =>
        await purse.SubmitAsync(TransactionNames.Incentive.Contract, transaction, new MoveDeposit(amount), null, cancellationToken);

    private static async Task<PurchaseRecord?> AttemptAsync(Scene scene, Buyer buyer, CancellationToken cancellationToken)
    {
        try
        {
            return await buyer.PurchaseAsync(scene.Fid, SceneTrainer.Price, cancellationToken);
        }
        catch (LedgerException error)
        {
            scene.Note($"a purchase was refused: {error.Message}");
            return null;
        }
    }
}
