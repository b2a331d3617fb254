using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>Erases what was kept for inspections once nobody can ask for it any more.</summary>
/// <param name="ledger">The ledger as this member.</param>
/// <param name="stateDirectory">The member's state.</param>
internal sealed class InspectionRetention(LedgerClient ledger, string stateDirectory)
{
    /// <summary>Looks at every federation of which something is kept; without one, asks the ledger nothing.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var fid in InspectionFolder.Federations(stateDirectory))
        {
            if (await FindAsync(fid, cancellationToken) is not { } model || !await IsLiabilityOverAsync(model, cancellationToken)) continue;
            var folder = new InspectionFolder(stateDirectory, fid);
            var unsettled = await UnsettledAsync(fid, cancellationToken);
            foreach (var iteration in folder.Iterations)
                if (!unsettled.Contains(iteration))
                    folder.Forget(iteration);
        }
    }

    // What belongs to another ledger is left alone.
    private async Task<ModelRecord?> FindAsync(string fid, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.ModelAsync(fid, cancellationToken);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.NoModel))
        {
            return null;
        }
    }

    // After it the contract opens no inspection of the federation.
    private async Task<bool> IsLiabilityOverAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        if (model.Stage is not (ModelStage.Finished or ModelStage.Halted)) return false;
        var policy = await ledger.PolicyAsync(cancellationToken);
        var until = model.StageSince + ((policy.LiabilitySeconds + policy.ClockSkewSeconds) * 1000L);
        if (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() <= until) return false;
        var dispute = model.Stage == ModelStage.Halted ? await ledger.DisputeOfAsync(model, cancellationToken) : null;
        return dispute?.Dispute.State is not (DisputeState.Opening or DisputeState.Examining);
    }

    private async Task<HashSet<int>> UnsettledAsync(string fid, CancellationToken cancellationToken)
    {
        var iterations = new HashSet<int>();
        foreach (var opened in await ledger.InspectionsAsync(fid, cancellationToken))
            if ((await ledger.AccusationAsync(opened.ReportId, cancellationToken)).State is not (AccusationState.Settled or AccusationState.Lapsed))
                iterations.Add(opened.Iteration);
        return iterations;
    }
}
