using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The end of a federation, with a model or without: what it learned of its members goes into their records. The deposits
/// of a federation that has trained stay engaged for the policy's time of liability; one that never began frees them.
/// Call after all other reads of the transaction.
/// </summary>
internal sealed class FederationEnd(LedgerContext context, ModelRecord model, IReadOnlyList<Standing> standings)
{
    /// <summary>Without a model: it can never be sold. Nothing is written: the members are drafted and the model is returned.</summary>
    public async Task<ModelRecord> HaltedAsync(TrainerDrafts drafts)
    {
        await DraftMembersAsync(drafts);
        return model.Next(context) with
        {
            Stage = ModelStage.Halted,
            Status = ModelStatus.Unavailable,
            StageSince = context.Now,
        };
    }

    /// <summary>With a model, which goes on sale unless an accusation of a member is not settled yet.</summary>
    /// <param name="drafts">Where the members are drafted.</param>
    /// <param name="artifact">What was attested.</param>
    /// <param name="attestants">Who attested it, in order: they can deliver it.</param>
    public async Task<ModelRecord> FinishedAsync(TrainerDrafts drafts, Artifact artifact, IReadOnlyList<string> attestants)
    {
        var inJudging = await context.ListAsync<PendingEntry>(Keys.AllInJudging(model.Fid), 1);
        await DraftMembersAsync(drafts);
        return model.Next(context) with
        {
            Stage = ModelStage.Finished,
            Status = inJudging.Count == 0 ? ModelStatus.Onsale : ModelStatus.Problematic,
            StageSince = context.Now,
            Active = attestants,
            Artifact = artifact,
            RatedUntil = context.Now,
        };
    }

    private async Task DraftMembersAsync(TrainerDrafts drafts)
    {
        var policy = await context.PolicyAsync();
        foreach (var member in model.Dps) await drafts.ChangeAsync(member, trainer => Released(trainer, policy));
    }

    private TrainerRecord Released(TrainerRecord trainer, Policy policy)
    {
        var evidence = trainer.Evidence.And(Standings.Of(standings, trainer.DpId).Evidence, policy.ReliabilityMemory);
        var stays = model.Stage != ModelStage.Preparing && policy.LiabilitySeconds > 0;
        return trainer with
        {
            Evidence = evidence,
            Rely = ReliabilityScore.Of(evidence, policy),
            Engagements = stays ? trainer.Engagements : [.. trainer.Engagements.Where(fid => !string.Equals(fid, model.Fid, StringComparison.Ordinal))],
        };
    }
}
