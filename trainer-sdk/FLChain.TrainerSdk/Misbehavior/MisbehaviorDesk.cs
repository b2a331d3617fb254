using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.TrainerSdk.Ledger;
using Microsoft.Extensions.Logging;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>Where anyone with an identity reports, accuses, carries judgments and appeals. Safe for concurrent use.</summary>
public sealed class MisbehaviorDesk : IAsyncDisposable
{
    private const string Contract = TransactionNames.Misbehavior.Contract;
    private readonly LedgerClient _ledger;

    private MisbehaviorDesk(LedgerClient ledger) => _ledger = ledger;

    /// <summary>The ledger as this party.</summary>
    internal LedgerClient Ledger => _ledger;

    /// <summary>Who acts.</summary>
    public string PartyId => _ledger.PartyId;

    /// <summary>The channel for which judgments are signed.</summary>
    public string Channel => _ledger.ChannelId;

    /// <summary>Connects with a connection profile that has an identity.</summary>
    /// <param name="profile">The profile's path.</param>
    /// <param name="logger">Where retries to the peers are logged; null for nowhere.</param>
    /// <exception cref="InvalidDataException">The profile cannot be used; the message says why.</exception>
    public static MisbehaviorDesk Connect(string profile, ILogger? logger = null) => new(LedgerClient.Connect(profile, logger));

    /// <summary>Reports a fault, which the contract verifies at once; pays f_1.</summary>
    /// <param name="report">A masked gradient, an aggregate, or an unmasking share with the key that opens it.</param>
    /// <param name="payload">The submission itself, when it has expired on the ledger; its digest stands there.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.AlreadyReported"/>: nothing was paid.</exception>
    public Task<ReportRecord> ReportAsync(ReportMisbehavior report, ReadOnlyMemory<byte>? payload = null, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<ReportRecord>(Contract, TransactionNames.Misbehavior.Report, report, payload, cancellationToken);

    /// <summary>What the contract would answer to a report now: nothing is written and nothing paid.</summary>
    /// <inheritdoc cref="ReportAsync" path="/param"/>
    /// <exception cref="LedgerException">The report would be refused.</exception>
    public Task<ReportRecord> TryReportAsync(ReportMisbehavior report, ReadOnlyMemory<byte>? payload = null, CancellationToken cancellationToken = default) =>
        _ledger.EvaluateAsync<ReportRecord>(Contract, TransactionNames.Misbehavior.Report, report, payload, cancellationToken);

    /// <summary>Every report of misbehavior on the ledger.</summary>
    public Task<IReadOnlyList<ReportRecord>> ReportsAsync(CancellationToken cancellationToken = default) => _ledger.ReportsAsync(cancellationToken);

    /// <summary>Every accusation on the ledger.</summary>
    public Task<IReadOnlyList<AccusationRecord>> AccusationsAsync(CancellationToken cancellationToken = default) => _ledger.AccusationsAsync(cancellationToken);

    /// <summary>Reports that a trainer is unqualified or its data illegal, for people to judge; pays f_2.</summary>
    /// <param name="accused">dpId.</param>
    /// <param name="claim">1 to 1,000 characters on one line.</param>
    /// <param name="evidence">The evidence itself; its digest goes to the ledger.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<AccusationRecord> AccuseAsync(string accused, string claim, ReadOnlyMemory<byte> evidence, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccusationRecord>(
            Contract, TransactionNames.Misbehavior.ReportUnqualified, new ReportUnqualified(accused, claim, Naming.Digest(evidence.Span)), null, cancellationToken);

    /// <summary>The gradients of a federation that the beacons of its closed iterations have drawn for inspection, in order.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.NoModel"/>.</exception>
    public async Task<IReadOnlyList<DrawnGradient>> DrawnAsync(string fid, CancellationToken cancellationToken = default)
    {
        var progress = await _ledger.ProgressAsync(fid, cancellationToken);
        var opened = await _ledger.InspectionsAsync(fid, cancellationToken);
        var drawn = new List<DrawnGradient>();
        for (var iteration = 1; iteration <= progress.ClosedRounds; iteration++)
        {
            var closed = (await _ledger.RoundAsync(fid, iteration, cancellationToken)).Closed!;
            foreach (var dpId in InspectionDraw.Drawn(progress.Model.Terms.InspectionRate, fid, closed))
            {
                var reportId = opened.FirstOrDefault(entry => entry.Iteration == iteration && entry.DpId == dpId)?.ReportId;
                drawn.Add(new DrawnGradient(iteration, dpId, reportId, reportId is null ? null : (await _ledger.AccusationAsync(reportId, cancellationToken)).State));
            }
        }

        return drawn;
    }

    /// <summary>Opens the inspection of a drawn gradient, without a fee, for people to judge; nobody is suspended by it.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="iteration">A closed iteration.</param>
    /// <param name="dpId">The gradient's author, another one than who opens.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.NothingToReport"/>: the beacon has not drawn it, or the author is not liable any more.</exception>
    public Task<AccusationRecord> OpenInspectionAsync(string fid, int iteration, string dpId, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccusationRecord>(
            Contract, TransactionNames.Misbehavior.OpenInspection, new OpenInspection(fid, iteration, dpId), null, cancellationToken);

    /// <summary>An accusation as it stands.</summary>
    public Task<AccusationRecord> AccusationAsync(string reportId, CancellationToken cancellationToken = default) =>
        _ledger.AccusationAsync(reportId, cancellationToken);

    /// <summary>The judgment that is due on an accusation, ready to be signed.</summary>
    /// <param name="reportId">The accusation.</param>
    /// <param name="verdict">What was found.</param>
    /// <param name="findings">Why, 1 to 4,000 characters.</param>
    /// <param name="legal">Models of the accusation that may be sold all the same; the others of a guilty verdict are forbidden.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">A model is not one of the accusation's, or the accusation is dismissed and models are named.</exception>
    public async Task<Judgment> DraftAsync(string reportId, Verdict verdict, string findings, IReadOnlyCollection<string> legal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(legal);
        var accusation = await _ledger.AccusationAsync(reportId, cancellationToken);
        if (legal.FirstOrDefault(fid => !accusation.Models.Contains(fid)) is { } stranger) throw new ArgumentException($"{stranger} is no model of this accusation", nameof(legal));
        if (verdict == Verdict.Dismissed && legal.Count > 0) throw new ArgumentException("a dismissed accusation leaves every model as it is", nameof(legal));
        return new Judgment(
            reportId,
            accusation.State == AccusationState.Appealed ? 2 : 1,
            verdict,
            findings,
            JudgmentForm.ClaimDigest(accusation.Claim),
            verdict == Verdict.Guilty ? [.. accusation.Models.Select(fid => new ModelVerdict(fid, legal.Contains(fid)))] : [],
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    /// <summary>The judgment that is due on an accusation, as a file that goes from judge to judge; nobody has signed it yet.</summary>
    /// <inheritdoc cref="DraftAsync" path="/param"/>
    /// <inheritdoc cref="DraftAsync" path="/exception"/>
    public async Task<JudgmentFile> DraftFileAsync(string reportId, Verdict verdict, string findings, IReadOnlyCollection<string> legal, CancellationToken cancellationToken = default)
    {
        var judgment = await DraftAsync(reportId, verdict, findings, legal, cancellationToken);
        return new JudgmentFile(Channel, (await _ledger.AccusationAsync(reportId, cancellationToken)).Claim, judgment, []);
    }

    /// <summary>Submits a signed judgment; anyone may carry it, the signatures decide.</summary>
    /// <exception cref="LedgerException"><see cref="ErrorCodes.BadSignatures"/>: too few judges of the policy signed this very judgment.</exception>
    public Task<AccusationRecord> JudgeAsync(Judgment judgment, IReadOnlyList<JudgeSignature> signatures, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccusationRecord>(Contract, TransactionNames.Misbehavior.Judge, new SubmitJudgment(judgment, signatures), null, cancellationToken);

    /// <summary>Appeals a first judgment as its loser; pays f_2.</summary>
    public Task<AccusationRecord> AppealAsync(string reportId, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccusationRecord>(Contract, TransactionNames.Misbehavior.Appeal, new ReportReference(reportId), null, cancellationToken);

    /// <summary>Executes a judgment that nobody appealed in time or whose appeal nobody decided, or lets an accusation lapse that nobody judged.</summary>
    public Task<AccusationRecord> SettleAsync(string reportId, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccusationRecord>(Contract, TransactionNames.Misbehavior.SettleJudgment, new ReportReference(reportId), null, cancellationToken);

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _ledger.DisposeAsync();
}
