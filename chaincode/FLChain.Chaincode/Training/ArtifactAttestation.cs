using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// A member's word on the finished artifact. When every member that trained to the end has said the same, the model is
/// finished and on sale in the same transaction.
/// </summary>
internal static class ArtifactAttestation
{
    public static async Task<ModelRecord> RunAsync(LedgerContext context, FinishTraining request)
    {
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Training);
        context.RequireMember(model);
        await Expulsions.RequireNotExpelledAsync(context, model.Fid);
        var final = await ClosedRounds.RequireFinalAsync(context, model);
        RequireSound(request.Artifact);
        var author = context.Caller.PartyId;
        Rule.Require(!await context.ExistsAsync(Keys.Attestation(model.Fid, author)), ErrorCodes.AlreadyFinished, "the caller has attested an artifact already");

        var entry = new AttestationEntry(author, request.Artifact, context.Now);
        List<AttestationEntry> entries = [.. await ReadAsync(context, model), entry];
        entries.Sort((a, b) => string.CompareOrdinal(a.Author, b.Author));
        var ended = model;
        var expelled = await Expulsions.OfAsync(context, model);
        if (Attestations.Unanimous(entries, [.. final.Active.Except(expelled, StringComparer.Ordinal)]) is { } artifact)
        {
            var standings = await RoundClosing.FinalStandingsAsync(context, model, final, []);
            ended = await new Ending(context, model).FinishAsync(standings, artifact, Attestations.By(entries, artifact));
        }

        await context.PutAsync(Keys.Attestation(model.Fid, author), entry);
        return ended;
    }

    /// <summary>What has been attested, in the order of the authors.</summary>
    public static Task<List<AttestationEntry>> ReadAsync(LedgerContext context, ModelRecord model) =>
        context.ListAsync<AttestationEntry>(Keys.Attestations(model.Fid), model.Dps.Count);

    private static void RequireSound(Artifact artifact)
    {
        Rule.Require(Naming.IsDigest(artifact.Digest), ErrorCodes.BadArgument, "the artifact's digest is not a SHA-512 digest");
        Rule.Require(Naming.IsDigest(artifact.KeyHash), ErrorCodes.BadArgument, "the hash of the artifact's key is not a SHA-512 digest");
        Rule.Require(artifact.Bytes >= 1, ErrorCodes.BadArgument, "an artifact has at least one byte");
    }
}
