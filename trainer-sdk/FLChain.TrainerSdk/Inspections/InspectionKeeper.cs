using System.Security.Cryptography;
using FLChain.Core.Answers;
using FLChain.Core.Training;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.State;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>
/// Keeps what the inspection of a closed iteration will ask for: of this member's own gradient, when it is drawn, all that
/// shows how it came about; when only partners' are drawn, which weights the iteration began with.
/// </summary>
internal sealed class InspectionKeeper(FederationSession session, PartnerGradients gradients)
{
    private readonly InspectionFolder _folder = session.Inspections;

    /// <summary>Keeps it, unless nothing is drawn. Repeated after a restart it loses nothing that was kept.</summary>
    /// <param name="state">The closed iteration.</param>
    /// <param name="weights">The federation's weights before it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task KeepAsync(RoundState state, float[] weights, CancellationToken cancellationToken)
    {
        var closed = state.Closed!;
        var drawn = InspectionDraw.Drawn(session.Terms.InspectionRate, session.Fid, closed);
        if (drawn.Contains(session.DpId) && await KeepOwnAsync(state, weights, cancellationToken)) return;
        if (drawn.Count > 0) _folder.SaveWeightsDigest(closed.Iteration, FloatBytes.Digest(weights));
    }

    private async Task<bool> KeepOwnAsync(RoundState state, float[] weights, CancellationToken cancellationToken)
    {
        var entry = state.Gradients.Single(gradient => gradient.Author == session.DpId);
        if (_folder.LoadGradient(state.Iteration) is { } earlier && earlier.Digest == entry.Digest)
        {
            CryptographicOperations.ZeroMemory(earlier.Seed);
            return true;
        }

        if (session.Folder.LoadPending(state.Iteration) is not { } pending) return Lost(state.Iteration, "its seed is not in the state folder");
        try
        {
            if (Convert.ToHexStringLower(pending.Digest) != entry.Digest) return Lost(state.Iteration, "the seed in the state folder is another one's");
            if (await gradients.OwnAsync(entry, cancellationToken) is not { } payload) return Lost(state.Iteration, "it has expired on the ledger");
            _folder.Save(new KeptGradient(state.Iteration, pending.Seed, payload, weights));
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pending.Seed);
        }
    }

    private bool Lost(int iteration, string why)
    {
        session.Report(iteration, TrainingStep.Ledger, message: $"this trainer's gradient was drawn for inspection, and cannot be shown: {why}");
        return false;
    }
}
