using FLChain.Chaincode.Tests.Market;
using Contract = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Registry;

public sealed class TrainerUpdateTests : IAsyncLifetime
{
    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await MarketWorld.OpenAsync(3);

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task UpdateTrainer_NewData_KeepsTheRestAndPointsBack()
    {
        var before = await GetAsync(_world.Trainers[0]);
        var after = await _world.Ledger.SubmitAsync<TrainerRecord>(
            _world.Trainers[0], Contract.Contract, Contract.UpdateTrainer, new UpdateTrainer(Dr: MarketWorld.Data with { Samples = 9 }));
        Assert.Equal(9, after.Dr.Samples);
        Assert.Equal(before.EncryptionKey, after.EncryptionKey);
        Assert.Equal((2, before.Tx), (after.Version, after.PreviousTx));
        Assert.NotEqual(before.Tx, after.Tx);
    }

    [Fact]
    public async Task UpdateTrainer_NewKey_KeepsTheData()
    {
        var key = MarketWorld.NewKey();
        var after = await _world.Ledger.SubmitAsync<TrainerRecord>(_world.Trainers[0], Contract.Contract, Contract.UpdateTrainer, new UpdateTrainer(key));
        Assert.Equal(key, after.EncryptionKey);
        Assert.Equal(MarketWorld.Data, after.Dr);
    }

    [Fact]
    public async Task UpdateTrainer_NothingOrBad_IsRefused()
    {
        await RefusedAsync(ErrorCodes.BadArgument, _world.Trainers[0], new UpdateTrainer());
        await RefusedAsync(ErrorCodes.BadArgument, _world.Trainers[0], new UpdateTrainer([4]));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Trainers[0], new UpdateTrainer(Dr: MarketWorld.Data with { Labels = 0 }));
    }

    [Fact]
    public async Task UpdateTrainer_NotRegistered_IsRefused() =>
        await RefusedAsync(ErrorCodes.NoTrainer, _world.Buyer, new UpdateTrainer(Dr: MarketWorld.Data));

    [Fact]
    public async Task SetAvailability_Twice_EachIsAVersion()
    {
        var away = await _world.Ledger.SubmitAsync<TrainerRecord>(_world.Trainers[1], Contract.Contract, Contract.SetAvailability, new SetAvailability(false));
        var back = await _world.Ledger.SubmitAsync<TrainerRecord>(_world.Trainers[1], Contract.Contract, Contract.SetAvailability, new SetAvailability(true));
        Assert.Equal((false, 2, true, 3), (away.Available, away.Version, back.Available, back.Version));
        Assert.Equal(away.Tx, back.PreviousTx);
        await _world.Ledger.RefusedAsync(ErrorCodes.NoTrainer, _world.Buyer, Contract.Contract, Contract.SetAvailability, new SetAvailability(true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task GetTrainer_Unknown_IsRefused(string partyId) =>
        await _world.Ledger.RefusedAsync(ErrorCodes.NoTrainer, _world.Buyer, Contract.Contract, Contract.GetTrainer, new PartyReference(partyId));

    [Fact]
    public async Task ListTrainers_ByPagesOfTwo_GivesEachOnceInOrder()
    {
        var first = await ListAsync(new PageRequest(2));
        var second = await ListAsync(new PageRequest(2, first.Bookmark));
        Assert.Equal((2, 1, ""), (first.Items.Count, second.Items.Count, second.Bookmark));
        Assert.Equal(_world.Trainers.Select(trainer => trainer.PartyId), first.Items.Concat(second.Items).Select(trainer => trainer.DpId));
    }

    [Fact]
    public async Task ListTrainers_BadPage_IsRefused()
    {
        await ListRefusedAsync(new PageRequest(0));
        await ListRefusedAsync(new PageRequest(501));

        // "account" comes before "trainer": without a check the list would begin with someone's account.
        await ListRefusedAsync(new PageRequest(5, Keys.Accounts.Start));
    }

    private Task<TrainerRecord> GetAsync(TestIdentity trainer) =>
        _world.Ledger.EvaluateAsync<TrainerRecord>(_world.Buyer, Contract.Contract, Contract.GetTrainer, new PartyReference(trainer.PartyId));

    private Task<Page<TrainerRecord>> ListAsync(PageRequest request) =>
        _world.Ledger.EvaluateAsync<Page<TrainerRecord>>(_world.Buyer, Contract.Contract, Contract.ListTrainers, request);

    private async Task ListRefusedAsync(PageRequest request) =>
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.ListTrainers, request);

    private async Task RefusedAsync(string code, TestIdentity caller, UpdateTrainer request) =>
        await _world.Ledger.RefusedAsync(code, caller, Contract.Contract, Contract.UpdateTrainer, request);
}
