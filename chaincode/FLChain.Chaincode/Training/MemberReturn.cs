using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>A member that was left out asks to take part again: it does from the iteration after the one that runs.</summary>
internal static class MemberReturn
{
    public static async Task RunAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Training);
        context.RequireMember(model);
        await Expulsions.RequireNotExpelledAsync(context, model.Fid);
        var last = await ClosedRounds.LastAsync(context, model)
            ?? throw new ContractException(ErrorCodes.WrongPhase, $"the iterations of {model.Fid} have not begun");
        Rule.Require(last.Iteration < model.Terms.Iterations, ErrorCodes.WrongPhase, $"all iterations of {model.Fid} are closed");
        var author = context.Caller.PartyId;
        Rule.Require(!last.Active.Contains(author, StringComparer.Ordinal), ErrorCodes.WrongPhase, "the caller takes part already");
        Rule.Require(!await context.ExistsAsync(Keys.Return(model.Fid, author)), ErrorCodes.AlreadySubmitted, "the caller has asked to return already");

        await context.PutAsync(Keys.Return(model.Fid, author), new ReturnEntry(author, context.Now));
    }
}
