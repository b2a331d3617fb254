using FLChain.Core.Events;

namespace FLChain.Chaincode.Incentive;

/// <summary>Mint: the authority, as treasury, issues money to a party. A reference is good for one issue, so a repeated submission issues nothing twice.</summary>
internal static class Treasury
{
    private const int MaxReferenceLength = 64;

    public static async Task MintAsync(LedgerContext context, Mint request)
    {
        await context.RequireAuthorityAsync();
        Rule.Require(Naming.IsPartyId(request.To), ErrorCodes.BadArgument, "money is issued to the id of a party");
        Rule.Require(request.Amount is >= 1 and <= PolicyRules.MaxAmount, ErrorCodes.BadArgument, $"an issue is 1 to {PolicyRules.MaxAmount}");
        Rule.Require(
            LedgerKey.IsAttribute(request.Reference) && request.Reference.Length <= MaxReferenceLength,
            ErrorCodes.BadArgument,
            $"a reference has 1 to {MaxReferenceLength} characters of printable ASCII");
        Rule.Require(!await context.ExistsAsync(Keys.Issue(request.Reference)), ErrorCodes.ReferenceUsed, $"the reference {request.Reference} was used already");

        var payments = new Payments(context);
        payments.Pay(AccountName.Issue, AccountName.Party(request.To), request.Amount, PaymentEvent.Mint, request.Reference);
        await payments.CommitAsync();
        await context.PutAsync(Keys.Issue(request.Reference), request);
        context.Emit(TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new LedgerEvent(Author: request.To, Reference: request.Reference));
    }
}
