using FLChain.Chaincode.Misbehavior;
using FLChain.Core.Events;

namespace FLChain.Chaincode.Federation;

/// <summary>SubmitIntention and WithdrawIntention: a trainer says that it would train a model, and on what expectations.</summary>
internal static class Intentions
{
    public static async Task<IntentionRecord> SubmitAsync(LedgerContext context, SubmitIntention request)
    {
        var policy = await context.PolicyAsync();
        var trainer = await context.RequireQualifiedAsync();
        Rule.Require(trainer.Available, ErrorCodes.NotAvailable, "the trainer has said that it takes no new federations");
        RequireSound(request, policy);
        var model = await RecruitingAsync(context, request.Fid);
        await RequireDepositAsync(context, trainer, policy);
        var key = Keys.Intention(model.Fid, trainer.DpId);
        Rule.Require(!await context.ExistsAsync(key), ErrorCodes.AlreadyIntended, $"the caller has submitted an intention for {model.Fid} already");
        var others = await context.ListAsync<IntentionRecord>(Keys.Intentions(model.Fid), policy.MaxIntentions);
        Rule.Require(others.Count < policy.MaxIntentions, ErrorCodes.TooMany, $"{model.Fid} has {policy.MaxIntentions} intentions already");

        var payments = new Payments(context);
        payments.Pay(AccountName.Party(trainer.DpId), AccountName.Federation(model.Fid), policy.IntentionFee, PaymentEvent.Intention, model.Fid);
        await payments.CommitAsync();
        var intention = new IntentionRecord(model.Fid, trainer.DpId, request.ExpectedPrice, request.ExpectedIncome, request.Cost, policy.IntentionFee, context.Now);
        await context.PutAsync(key, intention);
        Announce(context, TransactionNames.Federation.SubmitIntention, model.Fid);
        return intention;
    }

    /// <summary>The fee stays with the federation: an intention that is withdrawn has already shaped what others expect.</summary>
    public static async Task WithdrawAsync(LedgerContext context, ModelReference request)
    {
        var model = await RecruitingAsync(context, request.Fid);
        var key = Keys.Intention(model.Fid, context.Caller.PartyId);
        Rule.Require(await context.ExistsAsync(key), ErrorCodes.NoIntention, $"the caller has no intention for {model.Fid}");
        await context.DeleteAsync(key);
        Announce(context, TransactionNames.Federation.WithdrawIntention, model.Fid);
    }

    private static async Task RequireDepositAsync(LedgerContext context, TrainerRecord trainer, Policy policy) =>
        Rule.Require(
            await Liability.CoversOneMoreAsync(context, trainer),
            ErrorCodes.InsufficientFunds,
            $"a trainer needs a deposit of {policy.RegistrationDeposit} for each federation that it is liable for, and one more to join another");

    private static async Task<ModelRecord> RecruitingAsync(LedgerContext context, string fid)
    {
        var model = await context.ModelAtAsync(fid, ModelStage.Recruiting);
        Rule.Require(context.Now < model.RecruitUntil, ErrorCodes.RecruitmentTime, $"recruitment for {fid} is over");
        return model;
    }

    private static void RequireSound(SubmitIntention request, Policy policy)
    {
        Rule.Require(
            request.ExpectedPrice >= 1 && request.ExpectedPrice <= policy.MaxPrice,
            ErrorCodes.BadArgument,
            $"the expected price is 1 to {policy.MaxPrice}");
        Rule.Require(
            request.ExpectedIncome is >= 0 and <= PolicyRules.MaxAmount && request.Cost is >= 0 and <= PolicyRules.MaxAmount,
            ErrorCodes.BadArgument,
            $"expected income and cost are 0 to {PolicyRules.MaxAmount}");
    }

    private static void Announce(LedgerContext context, string transaction, string fid) =>
        context.Emit(TransactionNames.Federation.Contract, transaction, new LedgerEvent(Fid: fid, Author: context.Caller.PartyId));
}
