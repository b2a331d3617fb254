using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using Contract = FLChain.Core.TransactionNames.Federation;
using IncentiveNames = FLChain.Core.TransactionNames.Incentive;
using RegistryNames = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Federation;

public sealed class EstablishmentTests : IDisposable
{
    private MarketWorld? _world;

    private MarketWorld World => _world!;

    public void Dispose() => _world?.Dispose();

    [Fact]
    public async Task Establish_AsManyIntentionsAsMembers_FormsBeforeTheTimeIsOver()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.PublishAsync("flm-a");
        var prices = new long[] { 10, 20, 34 };
        for (var j = 0; j < 3; j++) await World.IntendAsync(World.Trainers[j], "flm-a", prices[j]);
        var model = Assert.Single(await World.EstablishAsync());

        Assert.Equal((ModelStage.Preparing, false, 21L), (model.Stage, model.Establishing, model.Price));
        Assert.Equal((2, World.Ledger.Now), (model.Version, model.StageSince));
        Assert.Equal(World.Trainers.Select(trainer => trainer.PartyId), model.Dps);
        Assert.Null(World.Ledger.State.Get(Keys.Recruiting("flm-a")));
        Assert.Equal(new LedgerEvent(Fid: "flm-a", Reference: "flm-a"), World.Ledger.LastEvent<LedgerEvent>("federation.Establish"));
        Assert.Equal(MarketWorld.Policy.ModelFee, await World.BalanceAsync(AccountName.Public));
        Assert.Equal((3 * MarketWorld.Policy.IntentionFee) - MarketWorld.Policy.ModelFee, await World.BalanceAsync(AccountName.Federation("flm-a")));
        foreach (var trainer in World.Trainers)
        {
            var record = Trainer(trainer);
            Assert.Equal(["flm-a"], record.Flms);
            Assert.Equal(["flm-a"], record.Engagements);
            Assert.Equal((2, model.Tx), (record.Version, record.Tx));
        }
    }

    [Fact]
    public async Task Establish_RecruitmentGoesOn_HasNothingToDo()
    {
        _world = await MarketWorld.OpenAsync(3);
        await NothingAsync();
        await World.PublishAsync("flm-a", MarketWorld.Terms with { MaxTrainers = 4 });
        foreach (var trainer in World.Trainers) await World.IntendAsync(trainer, "flm-a");
        await NothingAsync();
        World.Ledger.AdvanceSeconds(600);
        Assert.Equal(ModelStage.Preparing, Assert.Single(await World.EstablishAsync()).Stage);
        await NothingAsync();
    }

    [Fact]
    public async Task Establish_TooFewIntentions_HaltsAndGivesTheFeesBack()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.PublishAsync("flm-a");
        await World.IntendAsync(World.Trainers[0], "flm-a");
        await World.IntendAsync(World.Trainers[1], "flm-a");
        await World.IntendAsync(World.Trainers[2], "flm-a");
        await World.Ledger.SubmitAsync(World.Trainers[2], Contract.Contract, Contract.WithdrawIntention, new ModelReference("flm-a"));
        World.Ledger.AdvanceSeconds(600);
        var before = await World.BalanceAsync(World.Trainers[0]);
        var model = Assert.Single(await World.EstablishAsync());

        var fee = MarketWorld.Policy.IntentionFee;
        Assert.Equal((ModelStage.Halted, ModelStatus.Unavailable, false), (model.Stage, model.Status, model.Establishing));
        Assert.Empty(model.Dps);
        Assert.Equal(before + fee, await World.BalanceAsync(World.Trainers[0]));
        Assert.Equal(fee, await World.BalanceAsync(AccountName.Federation("flm-a")));
        Assert.Empty(Trainer(World.Trainers[0]).Engagements);
    }

    [Fact]
    public async Task Establish_NoIntentionAtAll_Halts()
    {
        _world = await MarketWorld.OpenAsync(1);
        await World.PublishAsync("flm-a");
        World.Ledger.AdvanceSeconds(600);
        Assert.Equal(ModelStage.Halted, Assert.Single(await World.EstablishAsync()).Stage);
    }

    [Fact]
    public async Task Establish_MoreIntentionsThanMembers_TakesTheMostProfitable()
    {
        _world = await MarketWorld.OpenAsync(5);
        await World.PublishAsync("flm-a");
        for (var j = 0; j < 5; j++) await World.IntendAsync(World.Trainers[j], "flm-a", income: 1_000 + ((j * 37) % 5));
        var model = Assert.Single(await World.EstablishAsync());

        // 0, 37, 74, 111, 148 modulo 5 are 0, 2, 4, 1, 3: trainers 2, 4 and 1 expect the most.
        Assert.Equal(new[] { 1, 2, 4 }.Select(j => World.Trainers[j].PartyId), model.Dps);
        Assert.Empty(Trainer(World.Trainers[0]).Engagements);
    }

    [Fact]
    public async Task Establish_IntentionAtALoss_IsNotTaken()
    {
        _world = await MarketWorld.OpenAsync(4);
        await World.PublishAsync("flm-a", MarketWorld.Terms with { MaxTrainers = 4 });
        for (var j = 0; j < 4; j++) await World.IntendAsync(World.Trainers[j], "flm-a", income: 100, cost: j == 0 ? 101 : 100);
        var model = Assert.Single(await World.EstablishAsync());
        Assert.Equal(World.Trainers[1..].Select(trainer => trainer.PartyId), model.Dps);
    }

    [Fact]
    public async Task Establish_TrainerNoLongerFit_IsNotTaken()
    {
        _world = await MarketWorld.OpenAsync(6);
        await World.PublishAsync("flm-a", MarketWorld.Terms with { MaxTrainers = 6 });
        foreach (var trainer in World.Trainers) await World.IntendAsync(trainer, "flm-a");
        await World.Ledger.SubmitAsync(World.Trainers[0], RegistryNames.Contract, RegistryNames.SetAvailability, new SetAvailability(false));
        await World.Ledger.SubmitAsync(World.Trainers[1], IncentiveNames.Contract, IncentiveNames.Withdraw, new MoveDeposit(1));
        World.Seed(Keys.Trainer(World.Trainers[2].PartyId), Trainer(World.Trainers[2]) with { Status = TrainerStatus.Suspending });
        var model = Assert.Single(await World.EstablishAsync());
        Assert.Equal(World.Trainers[3..].Select(trainer => trainer.PartyId), model.Dps);
    }

    [Theory]
    [InlineData(EstablishmentRule.Greedy)]
    [InlineData(EstablishmentRule.Optimal)]
    public async Task Establish_TwoModelsShareTrainers_TheOneThatCannotFormGivesItsTrainersUp(EstablishmentRule rule)
    {
        _world = await MarketWorld.OpenAsync(4, MarketWorld.Policy with { Establishment = rule });
        await World.PublishAsync("flm-a", MarketWorld.Terms with { MaxTrainers = 4 });
        await World.PublishAsync("flm-b", MarketWorld.Terms with { MaxTrainers = 4 });

        // The first two would rather train flm-a, the others flm-b: as the rule alone would have it, neither forms.
        for (var j = 0; j < 4; j++)
        {
            await World.IntendAsync(World.Trainers[j], "flm-a", income: j < 2 ? 2_000 : 1_000);
            await World.IntendAsync(World.Trainers[j], "flm-b", income: j < 2 ? 1_000 : 2_000);
        }

        var models = await World.EstablishAsync();
        Assert.Equal([("flm-a", ModelStage.Preparing), ("flm-b", ModelStage.Halted)], models.Select(model => (model.Fid, model.Stage)));
        Assert.Equal(World.Trainers.Select(trainer => trainer.PartyId), models[0].Dps);
        Assert.Equal("flm-a flm-b", World.Ledger.LastEvent<LedgerEvent>("federation.Establish").Reference);
        Assert.All(World.Trainers, trainer => Assert.Equal(["flm-a"], Trainer(trainer).Engagements));
    }

    [Fact]
    public async Task Establish_EnoughForBoth_FormsBothAndNoTrainerIsInTwo()
    {
        _world = await MarketWorld.OpenAsync(6);
        await World.PublishAsync("flm-a");
        await World.PublishAsync("flm-b");
        for (var j = 0; j < 6; j++)
        {
            await World.IntendAsync(World.Trainers[j], "flm-a", income: 2_000 + j);
            await World.IntendAsync(World.Trainers[j], "flm-b", income: 1_000 + j);
        }

        var models = await World.EstablishAsync();
        Assert.Equal(World.Trainers[3..].Select(trainer => trainer.PartyId), models[0].Dps);
        Assert.Equal(World.Trainers[..3].Select(trainer => trainer.PartyId), models[1].Dps);
    }

    [Fact]
    public async Task Establish_OtherModelStillRecruits_IsLeftAlone()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.PublishAsync("flm-a");
        await World.PublishAsync("flm-b");
        foreach (var trainer in World.Trainers) await World.IntendAsync(trainer, "flm-a");
        Assert.Equal("flm-a", Assert.Single(await World.EstablishAsync()).Fid);
        Assert.NotNull(World.Ledger.State.Get(Keys.Recruiting("flm-b")));
        Assert.Equal(ModelStage.Recruiting, World.Ledger.Read<ModelRecord>(Keys.Model("flm-b"))!.Stage);
    }

    [Fact]
    public async Task Establish_FeeRaisedMeanwhile_TakesNoMoreThanWasPaid()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.PublishAsync("flm-a");
        foreach (var trainer in World.Trainers) await World.IntendAsync(trainer, "flm-a");
        await World.SetPolicyAsync(MarketWorld.Policy with { IntentionFee = 10_000, ModelFee = 30_000 });
        await World.EstablishAsync();
        Assert.Equal(0, await World.BalanceAsync(AccountName.Federation("flm-a")));
        Assert.Equal(300, await World.BalanceAsync(AccountName.Public));
    }

    [Fact]
    public async Task Establish_TrainerWithdrawsInTheSameBlock_Conflicts()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.PublishAsync("flm-a");
        foreach (var trainer in World.Trainers) await World.IntendAsync(trainer, "flm-a");
        var withdraw = await World.Ledger.EndorseAsync(World.Trainers[0], IncentiveNames.Contract, IncentiveNames.Withdraw, new MoveDeposit(1));
        var establish = await World.Ledger.EndorseAsync(World.Buyer, Contract.Contract, Contract.Establish);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], World.Ledger.Commit(withdraw, establish));
    }

    private async Task NothingAsync() =>
        await World.Ledger.RefusedAsync(ErrorCodes.NothingToEstablish, World.Buyer, Contract.Contract, Contract.Establish);

    private TrainerRecord Trainer(TestIdentity trainer) => World.Ledger.Read<TrainerRecord>(Keys.Trainer(trainer.PartyId))!;
}
