using FLChain.Chaincode.Tests.Market;
using Contract = FLChain.Core.TransactionNames.Federation;
using IncentiveNames = FLChain.Core.TransactionNames.Incentive;
using RegistryNames = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Federation;

public sealed class IntentionsTests : IAsyncLifetime
{
    private const string Fid = "flm-a";

    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(3);
        await _world.PublishAsync(Fid);
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    private TestIdentity Trainer => _world.Trainers[0];

    private static SubmitIntention Request => new(Fid, 1_000, 5_000, 100);

    [Fact]
    public async Task SubmitIntention_Qualified_PaysItsFeeToTheFederation()
    {
        var before = await _world.BalanceAsync(Trainer);
        var intention = await _world.IntendAsync(Trainer, Fid);
        var fee = MarketWorld.Policy.IntentionFee;
        Assert.Equal(new IntentionRecord(Fid, Trainer.PartyId, 1_000, 5_000, 100, fee, _world.Ledger.Now), intention);
        Assert.Equal(before - fee, await _world.BalanceAsync(Trainer));
        Assert.Equal(fee, await _world.BalanceAsync(AccountName.Federation(Fid)));
        var page = await _world.Ledger.EvaluateAsync<Page<IntentionRecord>>(_world.Buyer, Contract.Contract, Contract.ListIntentions, new PageRequest(10, Of: Fid));
        Assert.Equal([intention], page.Items);
    }

    [Fact]
    public async Task SubmitIntention_Again_IsRefused()
    {
        await _world.IntendAsync(Trainer, Fid);
        await RefusedAsync(ErrorCodes.AlreadyIntended, Request);
    }

    [Fact]
    public async Task SubmitIntention_TwoTrainersAtOnce_TheSecondRetries()
    {
        // The number of intentions is read as a range, so the second of a block must see the first.
        var first = await _world.Ledger.EndorseAsync(_world.Trainers[0], Contract.Contract, Contract.SubmitIntention, Request);
        var second = await _world.Ledger.EndorseAsync(_world.Trainers[1], Contract.Contract, Contract.SubmitIntention, Request);
        Assert.Equal([ValidationCode.Valid, ValidationCode.PhantomReadConflict], _world.Ledger.Commit(first, second));
        await _world.IntendAsync(_world.Trainers[1], Fid);
    }

    [Fact]
    public async Task SubmitIntention_WrongCaller_IsRefused()
    {
        await _world.Ledger.RefusedAsync(ErrorCodes.NoTrainer, _world.Buyer, Contract.Contract, Contract.SubmitIntention, Request);
        await _world.Ledger.SubmitAsync(Trainer, RegistryNames.Contract, RegistryNames.SetAvailability, new SetAvailability(false));
        await RefusedAsync(ErrorCodes.NotAvailable, Request);
        var record = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(Trainer.PartyId))!;
        _world.Seed(Keys.Trainer(Trainer.PartyId), record with { Status = TrainerStatus.Unqualified, Available = true });
        await RefusedAsync(ErrorCodes.NotQualified, Request);
    }

    [Fact]
    public async Task SubmitIntention_DepositWithdrawn_IsRefused()
    {
        await _world.Ledger.SubmitAsync(Trainer, IncentiveNames.Contract, IncentiveNames.Withdraw, new MoveDeposit(1));
        await RefusedAsync(ErrorCodes.InsufficientFunds, Request);
        await _world.Ledger.SubmitAsync(Trainer, IncentiveNames.Contract, IncentiveNames.Deposit, new MoveDeposit(1));
        await _world.IntendAsync(Trainer, Fid);
    }

    [Fact]
    public async Task SubmitIntention_FeeNotCovered_IsRefused()
    {
        await _world.Ledger.SubmitAsync(Trainer, IncentiveNames.Contract, IncentiveNames.Deposit, new MoveDeposit(await _world.BalanceAsync(Trainer)));
        await RefusedAsync(ErrorCodes.InsufficientFunds, Request);
    }

    [Fact]
    public async Task SubmitIntention_AtTheEndOfRecruitment_IsRefused()
    {
        _world.Ledger.AdvanceSeconds(599);
        await _world.IntendAsync(_world.Trainers[1], Fid);
        _world.Ledger.AdvanceSeconds(1);
        await RefusedAsync(ErrorCodes.RecruitmentTime, Request);
    }

    [Fact]
    public async Task SubmitIntention_FederationStands_IsRefused()
    {
        foreach (var trainer in _world.Trainers) await _world.IntendAsync(trainer, Fid);
        await _world.EstablishAsync();
        await RefusedAsync(ErrorCodes.WrongStage, Request);
        await _world.Ledger.RefusedAsync(ErrorCodes.WrongStage, Trainer, Contract.Contract, Contract.WithdrawIntention, new ModelReference(Fid));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100_001, 0, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(1, 0, -1)]
    [InlineData(1, PolicyRules.MaxAmount + 1, 0)]
    [InlineData(1, 0, PolicyRules.MaxAmount + 1)]
    public async Task SubmitIntention_AmountOutOfRange_IsRefused(long price, long income, long cost) =>
        await RefusedAsync(ErrorCodes.BadArgument, new SubmitIntention(Fid, price, income, cost));

    [Fact]
    public async Task SubmitIntention_ModelHasAsManyAsItMay_IsRefused()
    {
        var policy = MarketWorld.Policy with { MaxTrainers = 3, MaxIntentions = 3 };
        await _world.SetPolicyAsync(policy);
        foreach (var trainer in _world.Trainers) await _world.IntendAsync(trainer, Fid);
        var late = _world.NewTrainer(9);
        await _world.RegisterAsync(late);
        await _world.Ledger.RefusedAsync(ErrorCodes.TooMany, late, Contract.Contract, Contract.SubmitIntention, Request);
    }

    [Fact]
    public async Task SubmitIntention_UnknownModel_IsRefused()
    {
        await RefusedAsync(ErrorCodes.NoModel, Request with { Fid = "flm-none" });
        await RefusedAsync(ErrorCodes.NoModel, Request with { Fid = "no\0slug" });
    }

    [Fact]
    public async Task WithdrawIntention_Own_IsGoneAndItsFeeStays()
    {
        await _world.IntendAsync(Trainer, Fid);
        await _world.Ledger.SubmitAsync(Trainer, Contract.Contract, Contract.WithdrawIntention, new ModelReference(Fid));
        Assert.Null(_world.Ledger.State.Get(Keys.Intention(Fid, Trainer.PartyId)));
        Assert.Equal(MarketWorld.Policy.IntentionFee, await _world.BalanceAsync(AccountName.Federation(Fid)));
        await _world.Ledger.RefusedAsync(ErrorCodes.NoIntention, Trainer, Contract.Contract, Contract.WithdrawIntention, new ModelReference(Fid));
        await _world.IntendAsync(Trainer, Fid);
    }

    [Fact]
    public async Task WithdrawIntention_AnothersOrTooLate_IsRefused()
    {
        await _world.IntendAsync(Trainer, Fid);
        await _world.Ledger.RefusedAsync(ErrorCodes.NoIntention, _world.Trainers[1], Contract.Contract, Contract.WithdrawIntention, new ModelReference(Fid));
        _world.Ledger.AdvanceSeconds(600);
        await _world.Ledger.RefusedAsync(ErrorCodes.RecruitmentTime, Trainer, Contract.Contract, Contract.WithdrawIntention, new ModelReference(Fid));
    }

    [Fact]
    public async Task ListIntentions_OfNoModel_IsRefused()
    {
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.ListIntentions, new PageRequest(10));
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.ListIntentions, new PageRequest(10, Of: "no\0slug"));
    }

    private async Task RefusedAsync(string code, SubmitIntention request) =>
        await _world.Ledger.RefusedAsync(code, Trainer, Contract.Contract, Contract.SubmitIntention, request);
}
