namespace FLChain.Chaincode.Training;

/// <summary>
/// A member's unmasking share of the documented aggregate, sealed for the federation, and its public share of the
/// beacon, which is verified at once. More than t are welcome, also for a while after the iteration closed: partners may
/// find one of the sealed ones bad.
/// </summary>
internal static class ShareSubmission
{
    public static async Task RunAsync(LedgerContext context, SubmitShare request)
    {
        var round = await OpenRound.RequireUnmaskingAsync(context, request.Fid, request.Iteration);
        await round.RequireActiveAsync(context);
        var leader = await context.RequireAsync<LeaderEntry>(
            Keys.Leader(round.Fid, round.Iteration),
            ErrorCodes.WrongPhase,
            $"the leader of iteration {round.Iteration} is not drawn yet");
        var author = context.Caller.PartyId;
        Rule.Require(
            !await context.ExistsAsync(Keys.Share(round.Fid, round.Iteration, author)),
            ErrorCodes.AlreadySubmitted,
            $"the caller has submitted its share of iteration {round.Iteration} already");

        var masking = await FederationMasking.LoadAsync(context, round.Model);
        var payload = await context.ReceivePayloadAsync(request.Digest, masking.MaxSealedShareBytes);
        masking.RequireBeaconShare(round.Iteration, author, leader.BeaconAggregate, request.BeaconShare);

        await context.PutPayloadAsync(Phases.Share, round.Fid, round.Iteration, author, payload);
        await context.PutAsync(
            Keys.Share(round.Fid, round.Iteration, author),
            new ShareEntry(author, request.Digest, payload.Length, request.BeaconShare, context.Now));
    }
}
