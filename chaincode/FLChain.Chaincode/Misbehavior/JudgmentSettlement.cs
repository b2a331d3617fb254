namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// What follows when an accusation is settled (paper, Table III): guilty, the deposit is confiscated, the authority and the
/// reporter are paid, and each model is forbidden or back on sale as the judgment says; dismissed or lapsed, everything is
/// as it was before. Statuses come back only when no other accusation is unsettled that suspends: an inspection does not.
/// </summary>
internal sealed class JudgmentSettlement
{
    private readonly LedgerContext _context;
    private readonly AccusationRecord _accusation;
    private readonly IReadOnlyList<AccusationRecord> _others;
    private readonly Payments _payments;
    private readonly TrainerDrafts _drafts;
    private readonly SortedDictionary<string, ModelRecord> _models = new(StringComparer.Ordinal);

    private JudgmentSettlement(LedgerContext context, AccusationRecord accusation, IReadOnlyList<AccusationRecord> others)
    {
        _context = context;
        _accusation = accusation;
        _others = others;
        _payments = new Payments(context);
        _drafts = new TrainerDrafts(context);
    }

    public static async Task<JudgmentSettlement> BeginAsync(LedgerContext context, AccusationRecord accusation)
    {
        var others = new List<AccusationRecord>();
        foreach (var pending in await Accusation.PendingAsync(context, accusation.Accused))
            if (!string.Equals(pending.ReportId, accusation.ReportId, StringComparison.Ordinal))
                others.Add(await Accusation.FindAsync(context, pending.ReportId));
        return new JudgmentSettlement(context, accusation, others);
    }

    /// <summary>No judgment in time: fees go back, nobody is punished.</summary>
    public Task LapseAsync()
    {
        GiveBack(_accusation.Reporter, _accusation.Fee);
        return RestoreAsync();
    }

    /// <summary>The claim does not hold: f_2 is lost.</summary>
    public Task DismissAsync()
    {
        GiveBackAppealFee(_accusation.Accused);
        return RestoreAsync();
    }

    /// <summary>The claim holds. Other unsettled accusations of the same trainer came before the settlement: their fees go back.</summary>
    public async Task ConvictAsync(Judgment judgment)
    {
        GiveBackAppealFee(_accusation.Reporter);
        foreach (var other in _others)
        {
            GiveBack(other.Reporter, other.Fee);
            GiveBack(other.Appellant, other.AppealFee);
        }

        var forbidden = judgment.Models.Where(model => !model.Legal).Select(model => model.Fid).ToHashSet(StringComparer.Ordinal);
        var penalty = new UnqualifiedPenalty(_context, _accusation, _payments, _drafts);
        var halted = await penalty.ImposeAsync([.. judgment.Models.Where(model => forbidden.Contains(model.Fid)).Select(model => model.Fid)]);
        foreach (var model in halted) _models[model.Fid] = model;
        await ReleaseModelsAsync([_accusation, .. _others], forbidden);
        await WriteAsync(_others);
        await penalty.WriteAsync();
    }

    // To who won by the appeal, and to whoever appealed when nobody decided it.
    private void GiveBackAppealFee(string winner)
    {
        if (_accusation.Judgment is { Instance: 1 } || string.Equals(_accusation.Appellant, winner, StringComparison.Ordinal))
            GiveBack(_accusation.Appellant, _accusation.AppealFee);
    }

    private void GiveBack(string party, long fee)
    {
        if (party.Length > 0) _payments.Pay(AccountName.Public, AccountName.Party(party), fee, PaymentEvent.FeeReturn, _accusation.ReportId);
    }

    private async Task RestoreAsync()
    {
        if (_others.All(other => other.Inspects is not null) && (await _drafts.GetAsync(_accusation.Accused)).Status == TrainerStatus.Suspending)
            await _drafts.ChangeAsync(_accusation.Accused, trainer => trainer with { Status = TrainerStatus.Qualified });
        await ReleaseModelsAsync([_accusation], []);
        await WriteAsync([]);
    }

    // A model goes back on sale when none but the accusations that end here concerned it.
    private async Task ReleaseModelsAsync(IReadOnlyList<AccusationRecord> ending, HashSet<string> except)
    {
        var reports = ending.Select(accusation => accusation.ReportId).ToHashSet(StringComparer.Ordinal);
        foreach (var fid in ending.SelectMany(accusation => accusation.Models).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (except.Contains(fid)) continue;
            var model = await _context.ModelAsync(fid);
            if (model.Status != ModelStatus.Problematic) continue;
            var concerned = await _context.ListAsync<PendingEntry>(Keys.AllInJudging(fid), model.Dps.Count * Accusation.MaxOpen);
            if (concerned.All(entry => reports.Contains(entry.ReportId))) _models[fid] = model.Next(_context) with { Status = ModelStatus.Onsale };
        }
    }

    private async Task WriteAsync(IReadOnlyList<AccusationRecord> overtaken)
    {
        await _payments.CommitAsync();
        await _drafts.WriteAsync();
        foreach (var model in _models.Values) await _context.PutAsync(Keys.Model(model.Fid), model);
        foreach (var accusation in overtaken)
            await _context.PutAsync(Keys.Accusation(accusation.ReportId), accusation with { State = AccusationState.Lapsed, Deadline = 0 });
        foreach (var accusation in overtaken.Append(_accusation))
        {
            await _context.DeleteAsync(Keys.PendingAgainst(accusation.Accused, accusation.ReportId));
            foreach (var fid in accusation.Models) await _context.DeleteAsync(Keys.InJudging(fid, accusation.ReportId));
        }
    }
}
