using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli.Ledger;

/// <summary>Pseudonyms of all trainers on the ledger.</summary>
internal static class PartyNames
{
    public static async Task<AccountLabels> ReadAsync(LedgerClient ledger, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var bookmark = "";
        do
        {
            var page = await ledger.EvaluateAsync<Page<TrainerRecord>>(
                TransactionNames.Registry.Contract, TransactionNames.Registry.ListTrainers, new PageRequest(PageRequest.MaxPageSize, bookmark), cancellationToken);
            foreach (var trainer in page.Items) names[trainer.DpId] = trainer.Pseudonym;
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);
        return new AccountLabels(names);
    }
}
