using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// A step of a federation after which members may have been absent too often: their deposits are confiscated with it, and
/// where the step ends the federation, that is written with it too.
/// </summary>
internal sealed class Ending(LedgerContext context, ModelRecord model)
{
    private readonly TrainerDrafts _drafts = new(context);

    /// <summary>Without a model; where a sum was lost through faults, its partners are compensated of what those left.</summary>
    public Task<ModelRecord> HaltAsync(IReadOnlyList<Standing> standings, int iteration, bool sumLost = false) =>
        EndAsync(standings, iteration, new FederationEnd(context, model, standings).HaltedAsync, sumLost);

    /// <summary>With a model.</summary>
    public Task<ModelRecord> FinishAsync(IReadOnlyList<Standing> standings, Artifact artifact, IReadOnlyList<string> attestants) =>
        EndAsync(standings, model.Terms.Iterations, drafts => new FederationEnd(context, model, standings).FinishedAsync(drafts, artifact, attestants));

    /// <summary>The federation goes on.</summary>
    public async Task<IReadOnlyList<string>> GoOnAsync(IReadOnlyList<Standing> standings, int iteration)
    {
        var (settlement, payments, expelled) = await SettleAbsencesAsync(standings, iteration);
        await payments.CommitAsync();
        await _drafts.WriteAsync();
        await settlement.WriteAsync();
        return expelled;
    }

    /// <summary>Members that the standings say were absent as often as the policy bears and have been out as long, and who are not expelled yet.</summary>
    public async Task<IReadOnlyList<string>> TooOftenAbsentAsync(IReadOnlyList<Standing> standings)
    {
        var policy = await context.PolicyAsync();
        var expelled = await Expulsions.OfAsync(context, model);
        return
        [
            .. standings
                .Where(standing => standing.Absences >= policy.MaxMisses
                    && standing.OutSince > 0
                    && Deadline.After(standing.OutSince, policy.AbsenceSeconds).HasPassed(context.Now, policy))
                .Select(standing => standing.DpId)
                .Except(expelled, StringComparer.Ordinal),
        ];
    }

    private async Task<ModelRecord> EndAsync(IReadOnlyList<Standing> standings, int iteration, Func<TrainerDrafts, Task<ModelRecord>> end, bool compensates = false)
    {
        var (settlement, payments, _) = await SettleAbsencesAsync(standings, iteration);
        if (compensates) await settlement.CompensateAsync();
        var ended = await end(_drafts);
        await payments.CommitAsync();
        await _drafts.WriteAsync();
        await settlement.WriteAsync();
        await context.PutAsync(Keys.Model(ended.Fid), ended);
        return ended;
    }

    private async Task<(FaultSettlement Settlement, Payments Payments, IReadOnlyList<string> Expelled)> SettleAbsencesAsync(IReadOnlyList<Standing> standings, int iteration)
    {
        var payments = new Payments(context);
        var settlement = new FaultSettlement(context, model, payments, _drafts);
        var absent = await TooOftenAbsentAsync(standings);
        foreach (var dpId in absent)
        {
            var absences = Standings.Of(standings, dpId).Absences;
            await settlement.AddAsync(new Fault(iteration, FaultKind.Absence, dpId, string.Empty, $"absent from {absences} iterations"));
        }

        return (settlement, payments, absent);
    }
}
