using FLChain.Chaincode.Infrastructure;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Events;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.Chaincode.Incentive;

/// <summary>
/// Deposit and Withdraw. While a trainer is engaged in a federation, or a judgment on it is pending, its deposit stays at
/// least d_DP; otherwise all of it may go, and the trainer joins no federation until it is back.
/// </summary>
internal static class Deposits
{
    public static Task<AccountAnswer> FreezeAsync(LedgerContext context, MoveDeposit request)
    {
        var party = context.Caller.PartyId;
        return MoveAsync(context, AccountName.Party(party), AccountName.Deposit(party), request, PaymentEvent.Deposit, TransactionNames.Incentive.Deposit);
    }

    public static async Task<AccountAnswer> ReleaseAsync(LedgerContext context, MoveDeposit request)
    {
        var party = context.Caller.PartyId;
        RequireAmount(request);
        await RequireReleasableAsync(context, request.Amount);
        return await MoveAsync(context, AccountName.Deposit(party), AccountName.Party(party), request, PaymentEvent.Withdraw, TransactionNames.Incentive.Withdraw);
    }

    private static async Task RequireReleasableAsync(LedgerContext context, long amount)
    {
        var trainer = await context.GetAsync<TrainerRecord>(Keys.Trainer(context.Caller.PartyId));
        if (trainer is null || (trainer.Engagements.Count == 0 && trainer.Status != TrainerStatus.Suspending)) return;
        var policy = await context.PolicyAsync();
        var deposit = (await context.GetAsync<AccountRecord>(Keys.Account(trainer.DpId)))?.Deposit ?? 0;
        Rule.Require(
            deposit - amount >= policy.RegistrationDeposit,
            ErrorCodes.DepositFrozen,
            $"of the deposit of {deposit}, {policy.RegistrationDeposit} is frozen while the trainer is engaged or a judgment is pending");
    }

    private static async Task<AccountAnswer> MoveAsync(LedgerContext context, string from, string to, MoveDeposit request, PaymentEvent what, string transaction)
    {
        RequireAmount(request);
        var party = context.Caller.PartyId;
        var payments = new Payments(context);
        payments.Pay(from, to, request.Amount, what, string.Empty);
        payments.Gather(party);
        var account = (await payments.CommitAsync())[party];
        context.Emit(TransactionNames.Incentive.Contract, transaction, new LedgerEvent(Author: party));
        return new AccountAnswer(AccountName.Party(party), account.Balance, account.Deposit);
    }

    private static void RequireAmount(MoveDeposit request) =>
        Rule.Require(request.Amount is >= 1 and <= PolicyRules.MaxAmount, ErrorCodes.BadArgument, $"an amount is 1 to {PolicyRules.MaxAmount}");
}
