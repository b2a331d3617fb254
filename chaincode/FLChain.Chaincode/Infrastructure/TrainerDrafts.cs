namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// The trainers whose records one transaction changes. It never sees its own writes, so whatever happens to a trainer on
/// the way is gathered here and written once, as one new version.
/// </summary>
internal sealed class TrainerDrafts(LedgerContext context)
{
    private readonly SortedDictionary<string, TrainerRecord> _read = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TrainerRecord> _changed = new(StringComparer.Ordinal);

    /// <summary>The trainer as this transaction has left it so far.</summary>
    public async Task<TrainerRecord> GetAsync(string dpId)
    {
        if (_changed.TryGetValue(dpId, out var draft) || _read.TryGetValue(dpId, out draft)) return draft;
        return _read[dpId] = await context.TrainerAsync(dpId);
    }

    public async Task ChangeAsync(string dpId, Func<TrainerRecord, TrainerRecord> change) => _changed[dpId] = change(await GetAsync(dpId));

    /// <summary>Writes what was changed; after all reads of the transaction.</summary>
    public async Task WriteAsync()
    {
        foreach (var (dpId, trainer) in _changed) await context.PutAsync(Keys.Trainer(dpId), trainer.Next(context));
    }
}
