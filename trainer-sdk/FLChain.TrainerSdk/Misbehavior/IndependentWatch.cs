using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.Cryptography.Proofs;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// An auditor who trains nothing: verifies what the members of every federation submit and reports what is wrong, as the
/// watcher inside of each trainer does, and ends cases whose time is over. It goes on where it was after it was stopped. One run at a time.
/// </summary>
public sealed class IndependentWatch : IAsyncDisposable
{
    private readonly LedgerClient _ledger;
    private readonly WatchOptions _options;
    private readonly WatchState _state;
    private readonly Watcher _watcher;
    private readonly OverdueCases _overdue;
    private readonly Dictionary<string, WatchedFederation> _federations = new(StringComparer.Ordinal);
    private readonly HashSet<Submission> _judged = [];

    private readonly HashSet<(string Fid, int Iteration)> _inspected = [];

    // Found wrong, and not reported yet, with what opens the evidence: a ledger may be away for a while.
    private readonly Dictionary<Submission, byte[]?> _due = [];
    private string _lastWord = string.Empty;

    private IndependentWatch(LedgerClient ledger, WatchOptions options, WatchState state)
    {
        _ledger = ledger;
        _options = options;
        _state = state;
        _overdue = new OverdueCases(ledger);
        _watcher = new Watcher(ledger, options.Reports, (_, words) => _lastWord = words);
    }

    /// <summary>What has been done since it was connected.</summary>
    public WatchSummary Summary { get; private set; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Connects and opens the folder.</summary>
    /// <exception cref="InvalidDataException">The profile, or the folder's state, cannot be used; the message says why.</exception>
    /// <exception cref="ArgumentException">An audit key belongs to one federation, which is not named.</exception>
    public static IndependentWatch Connect(WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.AuditKey is not null && options.Fid is null) throw new ArgumentException("an audit key belongs to one federation: name the model", nameof(options));
        var ledger = LedgerClient.Connect(options.Profile, options.Logger);
        return new IndependentWatch(ledger, options, WatchState.Open(options.StateDirectory, ledger.ChannelId));
    }

    /// <summary>Checks everything that is on the ledger now.</summary>
    /// <exception cref="LedgerException">The ledger could not be reached, or there is no such model.</exception>
    public async Task LookAsync(CancellationToken cancellationToken = default)
    {
        await ReportDueAsync(cancellationToken);
        if (_options.Fid is { } fid) await FederationAsync(await _ledger.ModelAsync(fid, cancellationToken), cancellationToken);
        else await foreach (var model in _ledger.AllModelsAsync(cancellationToken)) await FederationAsync(model, cancellationToken);
        if (_options.Reports) await _overdue.SettleAsync(cancellationToken);
    }

    /// <summary>Looks whenever something happens, until cancelled; a ledger that is away for a while is waited for.</summary>
    /// <exception cref="LedgerException">The ledger refused a query, so there is no such model.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => _ledger.Signals.UntilAsync<object>(
        _options.Fid ?? LedgerSignals.AnyModel,
        async token =>
        {
            try
            {
                await LookAsync(token);
            }
            catch (Exception error) when (error is LedgerException { Error: null } or InvalidDataException && !token.IsCancellationRequested)
            {
                Say(new WatchFinding(WatchOutcome.NotChecked, _options.Fid ?? string.Empty, 0, null, string.Empty, $"the ledger could not be read, and is tried again: {error.Message}"));
            }

            return null;
        },
        cancellationToken);

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    private async Task FederationAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        if (model.Stage is ModelStage.Recruiting or ModelStage.Preparing || _state.HasEnded(model.Fid)) return;
        for (var iteration = _state.CheckedOf(model.Fid) + 1; iteration <= model.Terms.Iterations; iteration++)
        {
            if (await RoundAsync(model.Fid, iteration, cancellationToken) is not { } state) break;
            await IterationAsync(await FederationOfAsync(model, cancellationToken), model.Fid, state, cancellationToken);
            if (!await IsFinalAsync(model, iteration, cancellationToken)) return;
            Say(new WatchFinding(
                WatchOutcome.Checked, model.Fid, iteration, null, string.Empty,
                $"{state.Gradients.Count} masked gradients, {state.Aggregates.Count} aggregates, {state.Shares.Count} shares"));
            _state.Advance(model.Fid, iteration);
        }

        if (model.Stage != ModelStage.Training) _state.End(model.Fid);
    }

    // A share may be replaced until the leader of the next iteration is drawn.
    private async Task<bool> IsFinalAsync(ModelRecord model, int iteration, CancellationToken cancellationToken) =>
        model.Stage != ModelStage.Training || (await RoundAsync(model.Fid, iteration + 1, cancellationToken))?.Leader is not null;

    private async Task IterationAsync(WatchedFederation federation, string fid, RoundState state, CancellationToken cancellationToken)
    {
        foreach (var entry in state.Gradients)
        {
            var submission = new Submission(fid, state.Iteration, FaultKind.IncorrectGradient, entry.Author, entry.Digest);
            if (_judged.Contains(submission)) continue;
            await JudgeAsync(submission, await federation.GradientAsync(state.Iteration, entry, cancellationToken), cancellationToken);
        }

        await AggregatesAsync(federation, fid, state, cancellationToken);
        if (state.Leader is { } leader) await SharesAsync(federation, fid, state, leader, cancellationToken);
        if (state.Closed is { } closed && _options is { Reports: true, Inspects: true } && !_inspected.Contains((fid, closed.Iteration)))
            await InspectAsync(federation.Terms, fid, closed, cancellationToken);
    }

    private async Task InspectAsync(Terms terms, string fid, RoundRecord closed, CancellationToken cancellationToken)
    {
        foreach (var dpId in InspectionDraw.Drawn(terms.InspectionRate, fid, closed).Where(dpId => dpId != _ledger.PartyId))
        {
            var opened = await _ledger.SubmitUnlessAsync(
                [ErrorCodes.AlreadyReported, ErrorCodes.NothingToReport, ErrorCodes.TooMany],
                TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.OpenInspection, new OpenInspection(fid, closed.Iteration, dpId), null, cancellationToken);
            if (opened) Say(new WatchFinding(WatchOutcome.Inspected, fid, closed.Iteration, null, dpId, "the beacon drew its gradient: its inspection is opened, for judges to hold"));
        }

        _inspected.Add((fid, closed.Iteration));
    }

    private async Task AggregatesAsync(WatchedFederation federation, string fid, RoundState state, CancellationToken cancellationToken)
    {
        var fresh = state.Aggregates.Select(entry => new Submission(fid, state.Iteration, FaultKind.IncorrectAggregate, entry.Author, entry.Commitment))
            .Where(submission => !_judged.Contains(submission)).ToArray();
        if (fresh.Length == 0) return;

        // The leader's digest is the contract's own product; before there is one, and where it can be had, this is the watch's.
        var product = await federation.ProductDigestAsync(state, cancellationToken) ?? state.Leader?.Digest;
        if (state.Leader is { } leader && product != leader.Digest)
            Fault(fid, state.Iteration, null, leader.Leader, "the documented aggregate is not the product of the masked gradients: audit the whole ledger");
        foreach (var submission in fresh)
        {
            var found = product is null ? WatchedFederation.Verification.Expired
                : submission.Digest == AggregateCommitment.Of(fid, state.Iteration, submission.Author, product) ? WatchedFederation.Verification.Right
                : WatchedFederation.Verification.Wrong("the aggregate is not the product of the masked gradients");
            await JudgeAsync(submission, found, cancellationToken);
        }
    }

    private async Task SharesAsync(WatchedFederation federation, string fid, RoundState state, LeaderEntry leader, CancellationToken cancellationToken)
    {
        foreach (var entry in state.Shares)
        {
            var submission = new Submission(fid, state.Iteration, FaultKind.IncorrectShare, entry.Author, entry.Digest);
            if (_judged.Contains(submission)) continue;
            if (federation.OpensShares)
                await JudgeAsync(submission, await federation.ShareAsync(state.Iteration, leader.Digest, entry, cancellationToken), cancellationToken);
            else NotChecked(submission, "the unmasking share is sealed to the federation");
        }
    }

    private async Task JudgeAsync(Submission submission, WatchedFederation.Verification found, CancellationToken cancellationToken)
    {
        if (found.HasExpired)
        {
            NotChecked(submission, "what it needs has expired on the ledger");
            return;
        }

        _judged.Add(submission);
        Count(submission.Kind);
        if (found.Fault is not { } fault) return;
        if (_options.Reports) _due[submission] = found.Opening;
        Fault(submission.Fid, submission.Iteration, submission.Kind, submission.Author, fault);
        await ReportDueAsync(cancellationToken);
    }

    private async Task ReportDueAsync(CancellationToken cancellationToken)
    {
        foreach (var (what, opening) in _due.ToArray())
        {
            var report = await _watcher.ReportAsync(what.Fid, what.Kind, what.Iteration, what.Author, opening, cancellationToken);
            _due.Remove(what);
            if (report?.State == ReportState.Proven) Summary = Summary with { Reported = Summary.Reported + 1 };
            Say(new WatchFinding(report is null ? WatchOutcome.NotReported : WatchOutcome.Reported, what.Fid, what.Iteration, what.Kind, what.Author, _lastWord));
        }
    }

    private void Count(FaultKind kind) => Summary = kind switch
    {
        FaultKind.IncorrectGradient => Summary with { Gradients = Summary.Gradients + 1 },
        FaultKind.IncorrectAggregate => Summary with { Aggregates = Summary.Aggregates + 1 },
        _ => Summary with { Shares = Summary.Shares + 1 },
    };

    private void Fault(string fid, int iteration, FaultKind? kind, string author, string message)
    {
        Summary = Summary with { Faults = Summary.Faults + 1 };
        Say(new WatchFinding(WatchOutcome.Fault, fid, iteration, kind, author, message));
    }

    private void NotChecked(Submission submission, string message)
    {
        _judged.Add(submission);
        Summary = Summary with { NotChecked = Summary.NotChecked + 1 };
        Say(new WatchFinding(WatchOutcome.NotChecked, submission.Fid, submission.Iteration, submission.Kind, submission.Author, message));
    }

    private void Say(WatchFinding finding) => _options.Progress?.Report(finding);

    private async Task<WatchedFederation> FederationOfAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        if (_federations.TryGetValue(model.Fid, out var known)) return known;
        var scheme = await TermsMasking.ReadAsync(_ledger, model, TermsMasking.SizesOf(model.Terms), cancellationToken);
        return _federations[model.Fid] = new WatchedFederation(_ledger, model, scheme, _options.AuditKey);
    }

    private async Task<RoundState?> RoundAsync(string fid, int iteration, CancellationToken cancellationToken)
    {
        try
        {
            return await _ledger.RoundAsync(fid, iteration, cancellationToken);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.WrongIteration))
        {
            return null;
        }
    }

    /// <summary>What one author gave for one step; a replaced share is another one.</summary>
    private readonly record struct Submission(string Fid, int Iteration, FaultKind Kind, string Author, string Digest);
}
