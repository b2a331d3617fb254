using FLChain.Chaincode.Infrastructure;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.Chaincode.Training;

/// <summary>A node's aggregate of the fixed masked gradients. Whether it is the right one is found when the leader is drawn.</summary>
internal static class AggregateSubmission
{
    public static async Task RunAsync(LedgerContext context, SubmitAggregate request)
    {
        var round = await OpenRound.RequireAsync(context, request.Fid, request.Iteration);
        await context.RequireQualifiedAsync();
        (await Contributions.ReadAsync(context, round)).RequireFixed();
        var author = context.Caller.PartyId;
        Rule.Require(
            !await context.ExistsAsync(Keys.Aggregate(round.Fid, round.Iteration, author)),
            ErrorCodes.AlreadySubmitted,
            $"the caller has submitted its aggregate of iteration {round.Iteration} already");
        Rule.Require(
            !await context.ExistsAsync(Keys.Leader(round.Fid, round.Iteration)),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is drawn already");

        var masking = await FederationMasking.LoadAsync(context, round.Model);
        var payload = await context.ReceivePayloadAsync(request.Digest, long.MaxValue);
        masking.RequireAggregateShape(payload);

        await context.PutPayloadAsync(Phases.Aggregate, round.Fid, round.Iteration, author, payload);
        await context.PutAsync(Keys.Aggregate(round.Fid, round.Iteration, author), new AggregateEntry(author, request.Digest, payload.Length, context.Now));
    }
}
