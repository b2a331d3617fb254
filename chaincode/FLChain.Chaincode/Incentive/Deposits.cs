using FLChain.Chaincode.Misbehavior;
using FLChain.Core.Events;

namespace FLChain.Chaincode.Incentive;

/// <summary>
/// Deposit and Withdraw. A deposit of d_DP stays for each federation that a trainer is liable for, one for what it
/// delivered or aggregated elsewhere, and one while a judgment on it is pending; the rest may go. Without a free d_DP the
/// trainer joins no federation.
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
        if (await context.GetAsync<TrainerRecord>(Keys.Trainer(party)) is { } trainer) await ReleaseWhatIsOverAsync(context, trainer, request.Amount);
        return await MoveAsync(context, AccountName.Deposit(party), AccountName.Party(party), request, PaymentEvent.Withdraw, TransactionNames.Incentive.Withdraw);
    }

    public static async Task<LiabilityAnswer> LiabilityAsync(LedgerContext context, PartyReference request)
    {
        var trainer = await context.TrainerAsync(request.PartyId);
        var perFederation = (await context.PolicyAsync()).RegistrationDeposit;
        var deposit = await Liability.DepositAsync(context, trainer.DpId);
        var bound = perFederation * await Liability.BoundAsync(context, trainer);
        return new LiabilityAnswer(deposit, Math.Min(bound, deposit), Math.Max(0, bound + perFederation - deposit));
    }

    private static async Task ReleaseWhatIsOverAsync(LedgerContext context, TrainerRecord trainer, long amount)
    {
        var policy = await context.PolicyAsync();
        var bound = policy.RegistrationDeposit * await Liability.BoundAsync(context, trainer);
        var deposit = await Liability.DepositAsync(context, trainer.DpId);
        Rule.Require(
            bound == 0 || deposit - amount >= bound,
            ErrorCodes.DepositFrozen,
            $"of the deposit of {deposit}, {bound} is frozen for what the trainer is liable for or a pending judgment");

        var engagements = await Liability.EngagementsAsync(context, trainer);
        foreach (var hold in await Liability.ExpiredHoldsAsync(context, trainer.DpId)) await context.DeleteAsync(hold);
        if (engagements.Count < trainer.Engagements.Count)
            await context.PutAsync(Keys.Trainer(trainer.DpId), trainer.Next(context) with { Engagements = engagements });
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
