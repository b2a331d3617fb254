using FLChain.Chaincode.Infrastructure;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The end of a federation, with a model or without: what it learned of its members goes into their records, and their
/// deposits are no longer engaged. Call after all reads of the transaction.
/// </summary>
internal sealed class FederationEnd(LedgerContext context, ModelRecord model, IReadOnlyList<Standing> standings)
{
    /// <summary>Without a model: it can never be sold.</summary>
    public async Task<ModelRecord> HaltAsync()
    {
        var halted = model.Next(context) with
        {
            Stage = ModelStage.Halted,
            Status = ModelStatus.Unavailable,
            StageSince = context.Now,
        };
        return await WriteAsync(halted);
    }

    /// <summary>With a model, which goes on sale.</summary>
    /// <param name="artifact">What was attested.</param>
    /// <param name="attestants">Who attested it, in order: they can deliver it.</param>
    public async Task<ModelRecord> FinishAsync(Artifact artifact, IReadOnlyList<string> attestants)
    {
        var finished = model.Next(context) with
        {
            Stage = ModelStage.Finished,
            Status = ModelStatus.Onsale,
            StageSince = context.Now,
            Active = attestants,
            Artifact = artifact,
            RatedUntil = context.Now,
        };
        return await WriteAsync(finished);
    }

    private async Task<ModelRecord> WriteAsync(ModelRecord ended)
    {
        var policy = await context.PolicyAsync();
        var released = new List<TrainerRecord>();
        foreach (var member in model.Dps)
        {
            var trainer = await context.TrainerAsync(member);
            var evidence = trainer.Evidence.And(Standings.Of(standings, member).Evidence, policy.ReliabilityMemory);
            released.Add(trainer.Next(context) with
            {
                Evidence = evidence,
                Rely = ReliabilityScore.Of(evidence, policy),
                Engagements = [.. trainer.Engagements.Where(fid => !string.Equals(fid, model.Fid, StringComparison.Ordinal))],
            });
        }

        foreach (var trainer in released) await context.PutAsync(Keys.Trainer(trainer.DpId), trainer);
        await context.PutAsync(Keys.Model(ended.Fid), ended);
        return ended;
    }
}
