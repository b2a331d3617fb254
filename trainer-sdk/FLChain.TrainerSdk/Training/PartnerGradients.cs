using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Training;
using FLChain.Cryptography.Proofs;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>The contributors' masked gradients of one iteration: fetched once, aggregated, verified.</summary>
internal sealed class PartnerGradients(FederationSession session, int iteration, StepClock clock)
{
    private readonly SortedDictionary<string, byte[]> _payloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<GradientAhead?>> _ahead = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VerificationResult> _results = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wrongAggregates = new(StringComparer.Ordinal);
    private byte[]? _aggregate;
    private bool _verified;

    /// <summary>Contributors whose proof did not verify.</summary>
    public IReadOnlySet<string> Faulty => _faulty;

    /// <summary>This member's own masked gradient, which the ledger has accepted.</summary>
    public void TakeOwn(ReadOnlyMemory<byte> payload) =>
        _ahead[session.DpId] = Task.FromResult<GradientAhead?>(new GradientAhead(payload.ToArray(), Naming.Digest(payload.Span), VerificationResult.Valid));

    /// <summary>This member's own masked gradient as it stands on the ledger; null when it has expired there and was not given by this process.</summary>
    public async Task<byte[]?> OwnAsync(GradientEntry entry, CancellationToken cancellationToken)
    {
        if (_payloads.TryGetValue(session.DpId, out var fetched)) return fetched;
        if (_ahead.TryGetValue(session.DpId, out var given) && await given is { } own && own.Digest == entry.Digest) return own.Payload;
        return await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, session.DpId, entry.Digest, cancellationToken);
    }

    /// <summary>Fetches and verifies a partner's masked gradient in the background, while others are still awaited.</summary>
    public void Begin(string author, CancellationToken cancellationToken)
    {
        if (author != session.DpId && !_ahead.ContainsKey(author)) _ahead[author] = FetchAheadAsync(author, cancellationToken);
    }

    /// <summary>The product of the contributors' masked random numbers.</summary>
    public byte[] BeaconAggregate(RoundState state) => session.Beacon.Aggregate(
        [.. state.Gradients.Where(entry => state.Contributors!.Contains(entry.Author)).Select(entry => new ReadOnlyMemory<byte>(entry.Beacon))]);

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
        return await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Aggregate, Keys.DocumentedAuthor, leader.Digest, cancellationToken)
            ?? throw Expired("documented aggregate");
    }

    /// <summary>Whether every partner's masked gradient carries a valid proof, and the documented aggregate is this member's own product: only then may a share be given.</summary>
    public async Task<bool> AgreesAsync(RoundState state, CancellationToken cancellationToken)
    {
        if (!await VerifyAsync(state, cancellationToken)) return false;
        var own = _aggregate ?? await AggregateAsync(state, cancellationToken);
        if (Naming.Digest(own) == state.Leader!.Digest) return true;
        session.Report(iteration, TrainingStep.PartnerFault, message: "the documented aggregate is not the product of the masked gradients");
        return false;
    }

    /// <summary>Reports every aggregate that is not this member's own product.</summary>
    public async Task CompareAsync(RoundState state, CancellationToken cancellationToken)
    {
        if (_aggregate is not { } own) return;
        var right = Naming.Digest(own);
        foreach (var wrong in state.Aggregates.Where(entry => !_wrongAggregates.Contains(entry.Author) && entry.Commitment != AggregateCommitment.Of(session.Fid, iteration, entry.Author, right)))
        {
            session.Report(iteration, TrainingStep.PartnerFault, message: $"the aggregate of {wrong.Author} is not the product of the masked gradients");
            await session.Watcher.ReportAsync(session.Fid, FaultKind.IncorrectAggregate, iteration, wrong.Author, null, cancellationToken);
            _wrongAggregates.Add(wrong.Author);
        }
    }

    /// <summary>Whether every partner's masked gradient carries a valid proof; each that does not is reported.</summary>
    public async Task<bool> VerifyAsync(RoundState state, CancellationToken cancellationToken)
    {
        if (!session.VerifyPartners || _verified) return _faulty.Count == 0;
        await FetchAsync(state, cancellationToken);
        foreach (var (author, payload) in _payloads.Where(payload => payload.Key != session.DpId))
        {
            if (!_results.TryGetValue(author, out var result)) result = await VerifyAsync(author, payload, cancellationToken);
            if (result.IsValid) continue;
            _faulty.Add(author);
            session.Report(iteration, TrainingStep.PartnerFault, message: $"the masked gradient of {author} does not verify: {result}");
            await session.Watcher.ReportAsync(session.Fid, FaultKind.IncorrectGradient, iteration, author, null, cancellationToken);
        }

        _verified = true;
        return _faulty.Count == 0;
    }

    private Task<VerificationResult> VerifyAsync(string author, byte[] payload, CancellationToken cancellationToken) => clock.RunAsync(
        TrainingStep.Verifying, () => session.Scheme.VerifyMasked(session.Context(iteration, Phases.Gradient, author), payload), cancellationToken);

    private async Task FetchAsync(RoundState state, CancellationToken cancellationToken)
    {
        foreach (var entry in state.Gradients)
        {
            if (!state.Contributors!.Contains(entry.Author) || _payloads.ContainsKey(entry.Author)) continue;
            if (_ahead.TryGetValue(entry.Author, out var task) && await task is { } ahead && ahead.Digest == entry.Digest)
            {
                _payloads[entry.Author] = ahead.Payload;
                if (ahead.Result is { } result) _results[entry.Author] = result;
                continue;
            }

            _payloads[entry.Author] = await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, entry.Author, entry.Digest, cancellationToken)
                ?? throw Expired($"masked gradient of {entry.Author}");
        }
    }

    // An event says that it is there; the digest on the ledger is compared later. Whatever goes wrong here is met again,
    // and told, when it is fetched for good.
    private async Task<GradientAhead?> FetchAheadAsync(string author, CancellationToken cancellationToken)
    {
        try
        {
            var payload = await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, author, cancellationToken);
            if (payload is null) return null;
            VerificationResult? result = session.VerifyPartners ? await VerifyAsync(author, payload, cancellationToken) : null;
            return new GradientAhead(payload, Naming.Digest(payload), result);
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private InvalidOperationException Expired(string what) =>
        new($"the {what} of iteration {iteration} has expired on the ledger; training can only go on from a checkpoint after it");

    private sealed record GradientAhead(byte[] Payload, string Digest, VerificationResult? Result);
}
