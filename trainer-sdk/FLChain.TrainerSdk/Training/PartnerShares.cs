using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>Unmasking shares of one iteration: opened with the group key and verified as they come in, until there are enough.</summary>
internal sealed class PartnerShares(FederationSession session, int iteration, byte[] documented, OwnShare own, StepClock clock)
{
    private readonly SortedDictionary<int, ReadOnlyMemory<byte>> _valid = [];
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);

    /// <summary>Valid shares by the index of their author.</summary>
    public IReadOnlyDictionary<int, ReadOnlyMemory<byte>> Valid => _valid;

    /// <summary>Authors of bad shares.</summary>
    public IReadOnlySet<string> Faulty => _faulty;

    /// <summary>Takes what is new on the ledger, as many as are still needed.</summary>
    public async Task CollectAsync(RoundState state, CancellationToken cancellationToken)
    {
        foreach (var entry in state.Shares)
        {
            if (_valid.Count >= session.Terms.Threshold) return;
            var index = session.IndexOf(entry.Author);
            if (_valid.ContainsKey(index) || _faulty.Contains(entry.Author)) continue;
            if (await OpenAsync(entry, index, cancellationToken) is { } share) _valid[index] = share;
            else _faulty.Add(entry.Author);
        }
    }

    private async Task<byte[]?> OpenAsync(ShareEntry entry, int index, CancellationToken cancellationToken)
    {
        if (entry.Author == session.DpId && own.Submitted is { } given) return given;
        var payload = await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Share, entry.Author, entry.Digest, cancellationToken)
            ?? throw new InvalidOperationException(
                $"the unmasking share of {entry.Author} in iteration {iteration} has expired on the ledger; training can only go on from a checkpoint after it");
        using var key = session.ShareKey(iteration, entry.Author);
        if (!key.TryOpen(payload, session.ShareContext(iteration, entry.Author), out var share, out var rejection)) return await FaultAsync(entry, key, $"the payload does not open: {rejection}", cancellationToken);
        if (!session.VerifyPartners || entry.Author == session.DpId) return share;

        var result = await clock.RunAsync(
            TrainingStep.Verifying,
            () => session.Scheme.VerifyShare(session.Context(iteration, Phases.Share, entry.Author), index, documented, share),
            cancellationToken);
        return result.IsValid ? share : await FaultAsync(entry, key, $"the share does not verify: {result}", cancellationToken);
    }

    // The key opens this one payload: t of a sum's shares it takes, and this one is none.
    private async Task<byte[]?> FaultAsync(ShareEntry entry, ShareKey key, string why, CancellationToken cancellationToken)
    {
        session.Report(iteration, TrainingStep.PartnerFault, message: $"unmasking share of {entry.Author}: {why}");
        await session.Watcher.ReportAsync(session.Fid, FaultKind.IncorrectShare, iteration, entry.Author, key.Export(), cancellationToken);
        return null;
    }
}
