using FLChain.Chaincode.Infrastructure;
using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using Contract = FLChain.Core.TransactionNames.Incentive;

namespace FLChain.Chaincode.Tests.Incentive;

public sealed class MoneyTests : IAsyncLifetime
{
    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await MarketWorld.OpenAsync(3);

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    private TestIdentity Trainer => _world.Trainers[0];

    private static long Deposit => MarketWorld.Policy.RegistrationDeposit;

    [Fact]
    public async Task Mint_ByTheAuthority_RaisesTheAccountAndTheIssue()
    {
        var before = (await _world.ConservationAsync()).Minted;
        await MintAsync(new Mint(_world.Buyer.PartyId, 500, "salary"));
        Assert.Equal(500, await _world.BalanceAsync(_world.Buyer));
        Assert.Equal(before + 500, (await _world.ConservationAsync()).Minted);
        Assert.Equal(-(before + 500), await _world.BalanceAsync(AccountName.Issue));
        Assert.Equal("salary", _world.Ledger.LastEvent<LedgerEvent>("incentive.Mint").Reference);
    }

    [Fact]
    public async Task Mint_SameReference_IsRefused()
    {
        await MintAsync(new Mint(_world.Buyer.PartyId, 500, "salary"));
        await MintRefusedAsync(ErrorCodes.ReferenceUsed, new Mint(_world.Buyer.PartyId, 500, "salary"));
        await MintRefusedAsync(ErrorCodes.ReferenceUsed, new Mint(Trainer.PartyId, 1, "salary"));
    }

    [Fact]
    public async Task Mint_SameReferenceAtOnce_SecondConflicts()
    {
        var first = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.Mint, new Mint(_world.Buyer.PartyId, 5, "once"));
        var second = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.Mint, new Mint(_world.Buyer.PartyId, 5, "once"));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
        Assert.Equal(5, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task Mint_ByAnyoneElse_IsRefused() =>
        await _world.Ledger.RefusedAsync(ErrorCodes.AuthorityOnly, Trainer, Contract.Contract, Contract.Mint, new Mint(Trainer.PartyId, 1, "mine"));

    [Theory]
    [InlineData(0, "r", true)]
    [InlineData(-1, "r", true)]
    [InlineData(PolicyRules.MaxAmount + 1, "r", true)]
    [InlineData(1, "", true)]
    [InlineData(1, "a\0b", true)]
    [InlineData(1, "é", true)]
    [InlineData(1, "12345678901234567890123456789012345678901234567890123456789012345", true)]
    [InlineData(1, "r", false)]
    public async Task Mint_Malformed_IsRefused(long amount, string reference, bool toParty) =>
        await MintRefusedAsync(ErrorCodes.BadArgument, new Mint(toParty ? _world.Buyer.PartyId : "pac", amount, reference));

    [Fact]
    public async Task Mint_ToTheAuthorityItself_IsCreditedAtOnce()
    {
        await MintAsync(new Mint(_world.Authority.PartyId, 9, "own"));
        Assert.Equal(9, _world.Ledger.Read<AccountRecord>(Keys.Account(_world.Authority.PartyId))!.Balance);
    }

    [Fact]
    public async Task Deposit_ThenWithdraw_MovesBetweenTheTwo()
    {
        var before = await _world.BalanceAsync(Trainer);
        var more = await MoveAsync(Contract.Deposit, 700);
        Assert.Equal(new AccountAnswer(AccountName.Party(Trainer.PartyId), before - 700, Deposit + 700), more);
        var back = await MoveAsync(Contract.Withdraw, Deposit + 700);
        Assert.Equal((before + Deposit, 0L), (back.Balance, back.Deposit));
        Assert.Equal(back.Deposit, await _world.BalanceAsync(AccountName.Deposit(Trainer.PartyId)));
    }

    [Fact]
    public async Task DepositAndWithdraw_MoreThanThereIs_IsRefused()
    {
        await MoveRefusedAsync(ErrorCodes.InsufficientFunds, Contract.Deposit, await _world.BalanceAsync(Trainer) + 1);
        await MoveRefusedAsync(ErrorCodes.InsufficientFunds, Contract.Withdraw, Deposit + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(PolicyRules.MaxAmount + 1)]
    public async Task DepositAndWithdraw_AmountOutOfRange_IsRefused(long amount)
    {
        await MoveRefusedAsync(ErrorCodes.BadArgument, Contract.Deposit, amount);
        await MoveRefusedAsync(ErrorCodes.BadArgument, Contract.Withdraw, amount);
    }

    [Fact]
    public async Task Withdraw_WhileEngaged_LeavesTheDepositOfTheTrainer()
    {
        await MoveAsync(Contract.Deposit, 10);
        await _world.FormAsync("flm-a");
        await MoveRefusedAsync(ErrorCodes.DepositFrozen, Contract.Withdraw, 11);
        Assert.Equal(Deposit, (await MoveAsync(Contract.Withdraw, 10)).Deposit);
        await MoveRefusedAsync(ErrorCodes.DepositFrozen, Contract.Withdraw, 1);
    }

    [Fact]
    public async Task Withdraw_WhileAJudgmentIsPending_IsRefused()
    {
        var record = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(Trainer.PartyId))!;
        _world.Seed(Keys.Trainer(Trainer.PartyId), record with { Status = TrainerStatus.Suspending });
        await MoveRefusedAsync(ErrorCodes.DepositFrozen, Contract.Withdraw, 1);
    }

    [Fact]
    public async Task Withdraw_InTheBlockThatEngagesTheTrainer_Conflicts()
    {
        await _world.PublishAsync("flm-a");
        foreach (var trainer in _world.Trainers) await _world.IntendAsync(trainer, "flm-a");
        var establish = await _world.Ledger.EndorseAsync(_world.Buyer, Core.TransactionNames.Federation.Contract, Core.TransactionNames.Federation.Establish);
        var withdraw = await _world.Ledger.EndorseAsync(Trainer, Contract.Contract, Contract.Withdraw, new MoveDeposit(1));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(establish, withdraw));
    }

    [Fact]
    public async Task Payment_FromWaitingCredits_CollectsAndDeletesThem()
    {
        for (var i = 0; i < 5; i++) await _world.MintAsync(_world.Buyer, 10);
        Assert.Null(_world.Ledger.Read<AccountRecord>(Keys.Account(_world.Buyer.PartyId)));
        var answer = await _world.Ledger.SubmitAsync<AccountAnswer>(_world.Buyer, Contract.Contract, Contract.Deposit, new MoveDeposit(45));
        Assert.Equal((5L, 45L), (answer.Balance, answer.Deposit));
        Assert.Equal(new AccountRecord(5, 45), _world.Ledger.Read<AccountRecord>(Keys.Account(_world.Buyer.PartyId)));
        Assert.Empty(Credits(_world.Buyer));
    }

    [Fact]
    public async Task Payment_CoveredOnlyByManySmallCredits_CollectsUntilItIs()
    {
        for (var i = 0; i < 150; i++) await _world.MintAsync(_world.Buyer, 10);
        await _world.Ledger.RefusedAsync(ErrorCodes.InsufficientFunds, _world.Buyer, Contract.Contract, Contract.Deposit, new MoveDeposit(1501));
        var all = await _world.Ledger.SubmitAsync<AccountAnswer>(_world.Buyer, Contract.Contract, Contract.Deposit, new MoveDeposit(1495));
        Assert.Equal((5L, 1495L), (all.Balance, all.Deposit));
        Assert.Empty(Credits(_world.Buyer));
    }

    [Fact]
    public async Task Payment_CoveredByTheFirstCredits_LeavesTheOthersWaiting()
    {
        for (var i = 0; i < Payments.UsuallyCollected + 6; i++) await _world.MintAsync(_world.Buyer, 10);
        await _world.Ledger.SubmitAsync(_world.Buyer, Contract.Contract, Contract.Deposit, new MoveDeposit(1));
        Assert.Equal(6, Credits(_world.Buyer).Count());
        Assert.Equal(10 * (Payments.UsuallyCollected + 6) - 1, await _world.BalanceAsync(_world.Buyer));
    }

    [Fact]
    public async Task Payment_BalanceCoversIt_LeavesCreditsAloneAndDoesNotCollide()
    {
        // What the trainer is given meanwhile is not read by its own payment, so both stand in one block.
        await _world.PublishAsync("flm-a");
        await _world.IntendAsync(Trainer, "flm-a");
        await _world.PublishAsync("flm-b");
        var pay = await _world.Ledger.EndorseAsync(
            Trainer, Core.TransactionNames.Federation.Contract, Core.TransactionNames.Federation.SubmitIntention, new SubmitIntention("flm-b", 1, 1, 0));
        var credit = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.Mint, new Mint(Trainer.PartyId, 5, "meanwhile"));
        Assert.Equal([ValidationCode.Valid, ValidationCode.Valid], _world.Ledger.Commit(credit, pay));
        Assert.Single(Credits(Trainer));
    }

    [Fact]
    public async Task Payment_TwiceFromOneBalance_SecondConflicts()
    {
        var all = await _world.BalanceAsync(Trainer);
        var first = await _world.Ledger.EndorseAsync(Trainer, Contract.Contract, Contract.Deposit, new MoveDeposit(all));
        var second = await _world.Ledger.EndorseAsync(Trainer, Contract.Contract, Contract.Deposit, new MoveDeposit(all));
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
    }

    [Fact]
    public async Task GetStatement_OfAnAccount_IsInTheOrderOfTime()
    {
        _world.Ledger.AdvanceSeconds(5);
        await MoveAsync(Contract.Deposit, 1);
        _world.Ledger.AdvanceSeconds(5);
        await MoveAsync(Contract.Withdraw, 2);
        var page = await StatementAsync(new PageRequest(3, Of: AccountName.Party(Trainer.PartyId)));
        var rest = await StatementAsync(new PageRequest(3, page.Bookmark, AccountName.Party(Trainer.PartyId)));
        var lines = page.Items.Concat(rest.Items).ToArray();
        Assert.Equal([PaymentEvent.Mint, PaymentEvent.RegisterTrainer, PaymentEvent.Deposit, PaymentEvent.Withdraw], lines.Select(line => line.Event).Order());
        Assert.Equal([-1L, 2L], lines[2..].Select(line => line.Amount));
        Assert.Equal(await _world.BalanceAsync(Trainer), lines.Sum(line => line.Amount));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("party:nobody")]
    public async Task GetAccount_NoAccountName_IsRefused(string account) =>
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.GetAccount, new AccountReference(account));

    [Fact]
    public async Task GetStatement_NoAccount_IsRefused()
    {
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.GetStatement, new PageRequest(3));
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.GetStatement, new PageRequest(501, Of: "pac"));
    }

    [Fact]
    public async Task GetConservation_AfterPayments_AddsUpAndListsEveryAccount()
    {
        await _world.FormAsync("flm-a");
        await _world.MintAsync(_world.Buyer, 77);
        var proof = await _world.ConservationAsync();
        Assert.Equal((3 * MarketWorld.StartingMoney) + 77, proof.Minted);
        Assert.Equal(proof.Minted, proof.SumOfAccounts);
        Assert.Equal(proof.Accounts.Select(account => account.Account).Order(StringComparer.Ordinal), proof.Accounts.Select(account => account.Account));
        Assert.Equal(0, proof.Accounts.Sum(account => account.Balance + account.Deposit));
        Assert.Equal(77, Assert.Single(proof.Accounts, account => account.Account == AccountName.Party(_world.Buyer.PartyId)).Balance);
        Assert.Contains(proof.Accounts, account => account.Account == AccountName.Federation("flm-a"));
    }

    private Task<Endorsement> MintAsync(Mint request) => _world.Ledger.SubmitAsync(_world.Authority, Contract.Contract, Contract.Mint, request);

    private async Task MintRefusedAsync(string code, Mint request) =>
        await _world.Ledger.RefusedAsync(code, _world.Authority, Contract.Contract, Contract.Mint, request);

    private Task<AccountAnswer> MoveAsync(string transaction, long amount) =>
        _world.Ledger.SubmitAsync<AccountAnswer>(Trainer, Contract.Contract, transaction, new MoveDeposit(amount));

    private async Task MoveRefusedAsync(string code, string transaction, long amount) =>
        await _world.Ledger.RefusedAsync(code, Trainer, Contract.Contract, transaction, new MoveDeposit(amount));

    private Task<Page<Posting>> StatementAsync(PageRequest request) =>
        _world.Ledger.EvaluateAsync<Page<Posting>>(_world.Buyer, Contract.Contract, Contract.GetStatement, request);

    private IEnumerable<string> Credits(TestIdentity party)
    {
        var range = Keys.Credits(party.PartyId);
        return _world.Ledger.State.Range(range.Start, range.End).Select(row => row.Key);
    }
}
