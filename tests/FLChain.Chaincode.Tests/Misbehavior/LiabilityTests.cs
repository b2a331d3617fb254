using FLChain.Chaincode.Tests.Market;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A trainer in several federations: each has a deposit of its own behind it.</summary>
public sealed class LiabilityTests : IAsyncLifetime
{
    private MarketWorld _world = null!;

    private TestIdentity Busy => _world.Trainers[0];

    private static long D => MarketWorld.Policy.RegistrationDeposit;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(4);
        await _world.MintAsync(_world.Buyer, 10_000);
        await _world.MintAsync(Busy, 2 * D);
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SubmitIntention_NeedsADepositForEachFederation()
    {
        await FormAsync("flm-a");
        await _world.PublishAsync("flm-b");
        var request = new SubmitIntention("flm-b", 1_000, 5_000, 100);
        await _world.Ledger.RefusedAsync(ErrorCodes.InsufficientFunds, Busy, TransactionNames.Federation.Contract, TransactionNames.Federation.SubmitIntention, request);
        await _world.DepositAsync(Busy);
        await _world.IntendAsync(Busy, "flm-b");
    }

    [Fact]
    public async Task GetLiability_SaysWhatIsBoundAndWhatIsMissingToJoinAnother()
    {
        Assert.Equal(new LiabilityAnswer(D, 0, 0), await LiabilityAsync());
        await FormAsync("flm-a");
        Assert.Equal(new LiabilityAnswer(D, D, D), await LiabilityAsync());
        await _world.DepositAsync(Busy);
        Assert.Equal(new LiabilityAnswer(2 * D, D, 0), await LiabilityAsync());
        await FormAsync("flm-b");
        Assert.Equal(new LiabilityAnswer(2 * D, 2 * D, D), await LiabilityAsync());
    }

    [Fact]
    public async Task GetLiability_OfNobody_IsRefused() =>
        await _world.Ledger.RefusedAsync(
            ErrorCodes.NoTrainer, _world.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetLiability, new PartyReference(_world.Buyer.PartyId));

    [Fact]
    public async Task Withdraw_LeavesADepositForEachFederation()
    {
        await FormAsync("flm-a");
        await _world.DepositAsync(Busy);
        await FormAsync("flm-b");
        await WithdrawalRefusedAsync(1);
        await _world.DepositAsync(Busy);
        await WithdrawalRefusedAsync(D + 1);
        await WithdrawAsync(D);
        await WithdrawalRefusedAsync(1);
    }

    [Fact]
    public async Task FaultInOneFederation_LeavesTheOtherBackedAndTheTrainerCanFinishIt()
    {
        await FormAsync("flm-a", onSale: true);
        await _world.DepositAsync(Busy);
        await FormAsync("flm-b");
        await DeliverWronglyAsync("flm-a");

        Assert.Equal(D, (await _world.AccountAsync(AccountName.Party(Busy.PartyId))).Deposit);
        var record = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(Busy.PartyId))!;
        Assert.Equal(TrainerStatus.Unqualified, record.Status);
        Assert.Equal(["flm-b"], record.Engagements);
        await WithdrawalRefusedAsync(1);
        Assert.Contains(Busy.PartyId, _world.Ledger.Read<ModelRecord>(Keys.Model("flm-b"))!.Dps);
        Assert.Null(_world.Ledger.Read<ExpulsionEntry>(Keys.Expulsion("flm-b", Busy.PartyId)));

        // It joins no further federation, and publishes nothing.
        await _world.PublishAsync("flm-c", publisher: _world.Trainers[1]);
        await _world.DepositAsync(Busy);
        await _world.Ledger.RefusedAsync(
            ErrorCodes.NotQualified, Busy, TransactionNames.Federation.Contract, TransactionNames.Federation.SubmitIntention, new SubmitIntention("flm-c", 1_000, 5_000, 100));
    }

    // The policy asks for more than its members have behind each federation: a fault takes an equal part, not nothing.
    [Fact]
    public async Task FaultAfterTheDepositWasRaised_TakesAnEqualPartOfWhatIsThere()
    {
        await FormAsync("flm-a", onSale: true);
        await _world.DepositAsync(Busy);
        await FormAsync("flm-b");
        await DeliverWronglyAsync("flm-a", () => _world.SetPolicyAsync(MarketWorld.Policy with { RegistrationDeposit = 3 * D }));
        Assert.Equal(D, (await _world.AccountAsync(AccountName.Party(Busy.PartyId))).Deposit);
        Assert.Equal(D, _world.Ledger.Read<FaultRecord>(Keys.Fault("flm-a", 0, FaultKind.WrongDeliveryKey, Busy.PartyId))!.Confiscated);
        Assert.Equal(["flm-b"], _world.Ledger.Read<TrainerRecord>(Keys.Trainer(Busy.PartyId))!.Engagements);
    }

    [Fact]
    public async Task FaultBetweenIntentionAndEstablishment_TheTrainerIsLeftOut()
    {
        await FormAsync("flm-a", onSale: true);
        foreach (var trainer in _world.Trainers[..3]) await _world.DepositAsync(trainer);
        await _world.PublishAsync("flm-b", MarketWorld.Terms with { MaxTrainers = 4 });
        foreach (var trainer in _world.Trainers) await _world.IntendAsync(trainer, "flm-b");
        await DeliverWronglyAsync("flm-a");
        var formed = Assert.Single(await _world.EstablishAsync());
        Assert.Equal(_world.Trainers[1..].Select(trainer => trainer.PartyId), formed.Dps);
    }

    [Fact]
    public async Task AfterTheTimeOfLiability_TheDepositIsFreeAndTheEngagementForgotten()
    {
        await FormAsync("flm-a", onSale: true);
        _world.Ledger.AdvanceSeconds(MarketWorld.Policy.LiabilitySeconds - 1);
        await WithdrawalRefusedAsync(1);
        _world.Ledger.AdvanceSeconds(1);
        await WithdrawAsync(D);
        Assert.Empty(_world.Ledger.Read<TrainerRecord>(Keys.Trainer(Busy.PartyId))!.Engagements);
    }

    private async Task FormAsync(string fid, bool onSale = false)
    {
        await _world.PublishAsync(fid, publisher: _world.Trainers[3]);
        foreach (var trainer in _world.Trainers[..3])
        {
            if (trainer != Busy && fid != "flm-a") await _world.DepositAsync(trainer);
            await _world.IntendAsync(trainer, fid);
        }

        var formed = Assert.Single(await _world.EstablishAsync());
        if (onSale)
            _world.Seed(Keys.Model(fid), formed with { Stage = ModelStage.Finished, Status = ModelStatus.Onsale, StageSince = _world.Ledger.Now, Active = formed.Dps, Artifact = new Artifact(Naming.Digest([1]), Naming.Digest([2]), 8) });
    }

    private async Task DeliverWronglyAsync(string fid, Func<Task>? meanwhile = null)
    {
        using var key = Cryptography.Envelopes.EnvelopeKey.Generate();
        var purchase = await _world.Ledger.SubmitAsync<PurchaseRecord>(
            _world.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase, new PurchaseModel(fid, key.PublicKey, 1_000));
        await _world.Ledger.SubmitAsync(Busy, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver, new DeliverModel(fid, purchase.PurchaseId, [1]));
        if (meanwhile is not null) await meanwhile();
        await _world.Ledger.SubmitAsync(
            _world.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Dispute, new DisputeDelivery(fid, purchase.PurchaseId, key.ExportPrivateScalar()));
    }

    private Task<LiabilityAnswer> LiabilityAsync() => _world.Ledger.EvaluateAsync<LiabilityAnswer>(
        _world.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetLiability, new PartyReference(Busy.PartyId));

    private Task<Endorsement> WithdrawAsync(long amount) =>
        _world.Ledger.SubmitAsync(Busy, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(amount));

    private Task<string> WithdrawalRefusedAsync(long amount) =>
        _world.Ledger.RefusedAsync(ErrorCodes.DepositFrozen, Busy, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(amount));
}
