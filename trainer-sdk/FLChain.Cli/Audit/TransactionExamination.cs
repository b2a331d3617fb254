using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.Replay;
using FLChain.Core.Ledger;

namespace FLChain.Cli.Audit;

/// <summary>Looks into the transactions of a block that took effect: payloads, proofs, and the contracts run again. Side by side.</summary>
internal sealed class TransactionExamination(
    AuditOptions options, PayloadCheck payloads, ProofCheck proofs, TransactionReplay replay, AuditJournal journal) : IDisposable
{
    private long _reexecuted;
    private long _notReexecuted;

    public long Reexecuted => Interlocked.Read(ref _reexecuted);

    public long NotReexecuted => Interlocked.Read(ref _notReexecuted);

    public Task RunAsync(CheckedBlock block, ulong number, CancellationToken cancellationToken)
    {
        var transactions = block.Transactions.Where(transaction =>
            transaction.TookEffect && transaction.Transaction!.Action!.ChaincodeName == options.ChaincodeName);
        return Parallel.ForEachAsync(
            transactions,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancellationToken },
            async (transaction, token) => await ExamineAsync(number, transaction, token));
    }

    public Task FinishAsync() => proofs.FinishAsync();

    public void Dispose() => proofs.Dispose();

    private async Task ExamineAsync(ulong number, CheckedTransaction transaction, CancellationToken cancellationToken)
    {
        if (number < options.ExaminedBefore)
        {
            Skip(number, transaction, "an earlier audit examined it");
            return;
        }

        var found = await payloads.CheckAsync(number, transaction, cancellationToken);
        foreach (var payload in found) await proofs.CheckAsync(payload, RecordOf(transaction, payload), cancellationToken);

        // The documented aggregate is the contract's own; every other payload came with the proposal, one at most.
        var brought = found.FirstOrDefault(payload => payload.Claim.Reference.Author != Keys.DocumentedAuthor);
        if (transaction.Creator is null) Skip(number, transaction, "who made it is not certain");
        else if (brought is { Fetched.Bytes: null }) Skip(number, transaction, brought.Fetched.Reason);
        else await ReplayAsync(number, transaction, brought?.Fetched.Bytes, cancellationToken);
    }

    private async Task ReplayAsync(ulong number, CheckedTransaction transaction, byte[]? payload, CancellationToken cancellationToken)
    {
        var outcome = await replay.RunAsync(transaction, payload, cancellationToken);
        if (outcome.Gap is { } gap)
        {
            Skip(number, transaction, gap);
            return;
        }

        Interlocked.Increment(ref _reexecuted);
        journal.Examined(AuditCheckKind.Reexecution);
        foreach (var difference in outcome.Differences)
            journal.Error(AuditCheckKind.Reexecution, transaction.PlaceIn(number, difference.Key), difference.Expected, difference.Found);
    }

    private void Skip(ulong number, CheckedTransaction transaction, string reason)
    {
        Interlocked.Increment(ref _notReexecuted);
        journal.Skip(AuditCheckKind.Reexecution, reason, transaction.PlaceIn(number));
    }

    private static ReadOnlyMemory<byte> RecordOf(CheckedTransaction transaction, CheckedPayload payload)
    {
        var action = transaction.Transaction!.Action!;
        return action.Namespaces
            .Where(space => space.Namespace == action.ChaincodeName)
            .SelectMany(space => space.Public.Writes)
            .First(write => write.Key == payload.Claim.RecordKey)
            .Value.Memory;
    }
}
