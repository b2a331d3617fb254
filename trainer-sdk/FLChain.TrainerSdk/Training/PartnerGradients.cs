using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>The contributors' masked gradients of one iteration: fetched once, aggregated, verified.</summary>
internal sealed class PartnerGradients(FederationSession session, int iteration, StepClock clock)
{
    private readonly SortedDictionary<string, byte[]> _payloads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private byte[]? _aggregate;

    /// <summary>Contributors whose proof did not verify.</summary>
    public IReadOnlySet<string> Faulty => _faulty;

    /// <summary>The product of all contributors' masked gradients.</summary>
    public async Task<byte[]> AggregateAsync(RoundState state, CancellationToken cancellationToken)
    {
        await FetchAsync(state, cancellationToken);
        return _aggregate = await clock.RunAsync(
            TrainingStep.Aggregating, () => session.Scheme.Aggregate([.. _payloads.Values.Select(payload => new ReadOnlyMemory<byte>(payload))]), cancellationToken);
    }

    /// <summary>The aggregate that the leader documented.</summary>
    public async Task<byte[]> DocumentedAsync(LeaderEntry leader, CancellationToken cancellationToken)
    {
        if (_aggregate is { } own && Naming.Digest(own) == leader.Digest) return own;
        return await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Aggregate, leader.Leader, leader.Digest, cancellationToken)
            ?? throw Expired("documented aggregate");
    }

    /// <summary>Whether the documented aggregate is this member's own product, and every partner's masked gradient carries a valid proof: only then may a share be given.</summary>
    public async Task<bool> VerifyAsync(RoundState state, CancellationToken cancellationToken)
    {
        var own = _aggregate ?? await AggregateAsync(state, cancellationToken);
        if (Naming.Digest(own) != state.Leader!.Digest)
        {
            session.Report(iteration, TrainingStep.PartnerFault, message: "the documented aggregate is not the product of the masked gradients");
            return false;
        }

        if (!session.VerifyPartners) return true;
        foreach (var (author, payload) in _payloads.Where(payload => payload.Key != session.DpId))
        {
            var result = await clock.RunAsync(
                TrainingStep.Verifying, () => session.Scheme.VerifyMasked(session.Context(iteration, Phases.Gradient, author), payload), cancellationToken);
            if (result.IsValid) continue;
            _faulty.Add(author);
            session.Report(iteration, TrainingStep.PartnerFault, message: $"the masked gradient of {author} does not verify: {result}");
        }

        return _faulty.Count == 0;
    }

    private async Task FetchAsync(RoundState state, CancellationToken cancellationToken)
    {
        foreach (var entry in state.Gradients)
        {
            if (!state.Contributors!.Contains(entry.Author) || _payloads.ContainsKey(entry.Author)) continue;
            _payloads[entry.Author] = await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, entry.Author, entry.Digest, cancellationToken)
                ?? throw Expired($"masked gradient of {entry.Author}");
        }
    }

    private InvalidOperationException Expired(string what) =>
        new($"the {what} of iteration {iteration} has expired on the ledger; training can only go on from a checkpoint after it");
}
