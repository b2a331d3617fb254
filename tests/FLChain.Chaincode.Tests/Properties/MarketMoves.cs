using FLChain.Chaincode.Tests.Training;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>Deposits, purchases, ratings of buyers, and changes of the policy. The artifact's key is nobody's, so every delivery is wrong, and only cheats deliver.</summary>
internal sealed class MarketMoves(RandomWorld world) : IDisposable
{
    private readonly EnvelopeKey _buyerKey = EnvelopeKey.Generate();

    public IEnumerable<Func<Task<Endorsement?>>> All =>
        [
            MoveDepositAsync, MoveDepositAsync,
            () => SubmitAsync(world.Anyone(), Names.Purchase, new PurchaseModel(TrainingWorld.Fid, _buyerKey.PublicKey, 1_000)),
            () => WithPurchaseAsync(_ => world.Members[world.Random.Next(RandomWorld.Cheats)], Names.Deliver, purchase => new DeliverModel(purchase.Fid, purchase.PurchaseId, world.Bytes(5))),
            () => WithPurchaseAsync(BuyerOf, Names.ConfirmDelivery, purchase => new PurchaseReference(purchase.Fid, purchase.PurchaseId)),
            () => WithPurchaseAsync(BuyerOf, Names.Dispute, purchase => new DisputeDelivery(purchase.Fid, purchase.PurchaseId, _buyerKey.ExportPrivateScalar())),
            () => WithPurchaseAsync(BuyerOf, Names.EvaluateModel, purchase => new EvaluateModel(purchase.Fid, purchase.PurchaseId, world.Random.Next(Ratio.One + 1))),
            () => SubmitAsync(world.Anyone(), Names.ApplyEvaluations, new ModelReference(TrainingWorld.Fid)),
            ChangePolicyAsync,
            () => WithPurchaseAsync(_ => world.Anyone(), Names.Settle, purchase => new PurchaseReference(purchase.Fid, purchase.PurchaseId)),
        ];

    public void Dispose() => _buyerKey.Dispose();

    private Task<Endorsement?> MoveDepositAsync()
    {
        long[] amounts = [1, 40_000, world.Lab.Policy.RegistrationDeposit];
        return SubmitAsync(world.Anyone(), world.Random.Next(2) == 0 ? Names.Deposit : Names.Withdraw, new MoveDeposit(amounts[world.Random.Next(amounts.Length)]));
    }

    // What a deposit backs and what a fault costs stay as they were: the invariants hold them against every earlier fault.
    private async Task<Endorsement?> ChangePolicyAsync()
    {
        var policy = world.Lab.Ledger.Read<Policy>(Keys.Policy)! with
        {
            ReportFee = world.Random.Next(1, 2_000),
            LeaderReward = world.Random.Next(20),
            MissWeight = world.Random.Next(1, 20),
            EvaluationSeconds = world.Random.Next(1, 90_000),
            AppealSeconds = world.Random.Next(300),
        };
        var caller = world.Random.Next(4) == 0 ? world.Anyone() : world.Office;
        return await world.Lab.Ledger.EndorseAsync(caller, TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, policy);
    }

    private TestIdentity BuyerOf(PurchaseRecord purchase) =>
        world.Random.Next(5) == 0 ? world.Anyone() : world.Members.Append(world.Lab.World.Stranger).Append(world.Lab.World.Node).First(party => party.PartyId == purchase.Buyer);

    private Task<Endorsement?> WithPurchaseAsync(Func<PurchaseRecord, TestIdentity> caller, string transaction, Func<PurchaseRecord, object> request) =>
        world.Pick<PurchaseRecord>(Keys.Purchases(TrainingWorld.Fid)) is { } purchase
            ? SubmitAsync(caller(purchase), transaction, request(purchase))
            : Task.FromResult<Endorsement?>(null);

    private async Task<Endorsement?> SubmitAsync(TestIdentity caller, string transaction, object request) =>
        await world.Lab.Ledger.EndorseAsync(caller, Names.Contract, transaction, request);
}
