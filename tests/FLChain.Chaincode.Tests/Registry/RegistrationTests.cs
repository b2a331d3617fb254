using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using Contract = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Registry;

public sealed class RegistrationTests : IDisposable
{
    private readonly MarketWorld _world = new();

    public void Dispose() => _world.Dispose();

    private TestIdentity Newcomer => field ??= _world.NewTrainer(0);

    private static RegisterTrainer Request => new(MarketWorld.PublicKey, MarketWorld.Data);

    [Fact]
    public async Task RegisterTrainer_Newcomer_IsQualifiedAndItsDepositIsFrozen()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var trainer = await _world.RegisterAsync(Newcomer);

        Assert.Equal(Newcomer.PartyId, trainer.DpId);
        Assert.Equal(Newcomer.PublicKey, trainer.PkPsu);
        Assert.Equal(("trainer-0", Newcomer.MspId), (trainer.Pseudonym, trainer.Msp));
        Assert.Equal((TrainerStatus.Qualified, true, 1, ""), (trainer.Status, trainer.Available, trainer.Version, trainer.PreviousTx));
        Assert.Equal(MarketWorld.Policy.InitialReliability, trainer.Rely);
        Assert.Equal(trainer.Tx, _world.Ledger.Read<TrainerRecord>(Keys.Trainer(trainer.DpId))!.Tx);
        Assert.Equal(trainer.DpId, _world.Ledger.LastEvent<LedgerEvent>("registry.RegisterTrainer").Author);

        var deposit = MarketWorld.Policy.RegistrationDeposit;
        var account = await _world.AccountAsync(AccountName.Party(trainer.DpId));
        Assert.Equal((MarketWorld.StartingMoney - deposit, deposit), (account.Balance, account.Deposit));
    }

    [Fact]
    public async Task RegisterTrainer_Statement_ShowsTheDepositOnBothAccounts()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.RegisterAsync(Newcomer);
        var paid = Assert.Single(await StatementAsync(AccountName.Party(Newcomer.PartyId)), line => line.Amount < 0);
        var frozen = Assert.Single(await StatementAsync(AccountName.Deposit(Newcomer.PartyId)));
        Assert.Equal((PaymentEvent.RegisterTrainer, -MarketWorld.Policy.RegistrationDeposit), (paid.Event, paid.Amount));
        Assert.Equal((PaymentEvent.RegisterTrainer, MarketWorld.Policy.RegistrationDeposit), (frozen.Event, frozen.Amount));
        Assert.Equal((frozen.Account, paid.Account), (paid.Counterparty, frozen.Counterparty));
    }

    [Fact]
    public async Task RegisterTrainer_Twice_IsRefused()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.RegisterAsync(Newcomer);
        await RefusedAsync(ErrorCodes.AlreadyRegistered, Request);
    }

    [Fact]
    public async Task RegisterTrainer_TwiceAtOnce_SecondConflicts()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.MintAsync(Newcomer, MarketWorld.StartingMoney);
        var first = await _world.Ledger.EndorseAsync(Newcomer, Contract.Contract, Contract.RegisterTrainer, Request);
        var second = await _world.Ledger.EndorseAsync(Newcomer, Contract.Contract, Contract.RegisterTrainer, Request);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
    }

    [Fact]
    public async Task RegisterTrainer_BeforeThePolicy_IsRefused() => await RefusedAsync(ErrorCodes.NoPolicy, Request);

    [Fact]
    public async Task RegisterTrainer_OneUnitShortOfTheDeposit_IsRefused()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.MintAsync(Newcomer, MarketWorld.Policy.RegistrationDeposit - 1);
        await RefusedAsync(ErrorCodes.InsufficientFunds, Request);
        await _world.MintAsync(Newcomer, 1);
        await _world.Ledger.SubmitAsync(Newcomer, Contract.Contract, Contract.RegisterTrainer, Request);
        Assert.Equal(0, await _world.BalanceAsync(Newcomer));
    }

    [Fact]
    public async Task RegisterTrainer_CertificateWithoutCommonName_IsRefused()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var nameless = _world.Organization("NamelessMSP").Enrol(string.Empty);
        await _world.MintAsync(nameless, MarketWorld.StartingMoney);
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, nameless, Contract.Contract, Contract.RegisterTrainer, Request);
    }

    [Theory]
    [InlineData(0, 1, 1, "")]
    [InlineData(1, 0, 1, "")]
    [InlineData(1, 1, 0, "")]
    [InlineData(1, -1, 1, "")]
    [InlineData(1, DataResource.MaxSamples + 1, 1, "")]
    [InlineData(1, 1, 1, "a\nb")]
    public async Task RegisterTrainer_DataOutOfRange_IsRefused(int features, long samples, int labels, string description)
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.MintAsync(Newcomer, MarketWorld.StartingMoney);
        await RefusedAsync(ErrorCodes.BadArgument, Request with { Dr = new DataResource(features, samples, labels, description) });
    }

    [Fact]
    public async Task RegisterTrainer_DescriptionOrKeyOutOfBounds_IsRefused()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.MintAsync(Newcomer, MarketWorld.StartingMoney);
        await RefusedAsync(ErrorCodes.BadArgument, Request with { Dr = MarketWorld.Data with { Description = new string('x', 501) } });
        await RefusedAsync(ErrorCodes.BadArgument, Request with { EncryptionKey = [1, 2, 3] });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"dr":{"description":"","features":1,"labels":1,"samples":1},"encryptionKey":null}""")]
    [InlineData("""{"encryptionKey":"AA==","dr":{"description":"","features":1,"labels":1,"samples":1}}""")]
    public async Task RegisterTrainer_MalformedArgument_IsRefusedWithTheCodeForIt(string json)
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var words = await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, Newcomer, Contract.Contract, Contract.RegisterTrainer, System.Text.Encoding.UTF8.GetBytes(json));
        Assert.StartsWith("malformed argument", words, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string code, RegisterTrainer request) =>
        await _world.Ledger.RefusedAsync(code, Newcomer, Contract.Contract, Contract.RegisterTrainer, request);

    private async Task<IReadOnlyList<Posting>> StatementAsync(string account) =>
        (await _world.Ledger.EvaluateAsync<Page<Posting>>(
            Newcomer, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.GetStatement, new PageRequest(100, Of: account))).Items;
}
