using FLChain.Cli.Audit.State;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Chain;

/// <summary>Judges the transactions of each block as a peer must, and compares with what the peers said. Blocks come in their order.</summary>
internal sealed class VerdictCheck(AuditJournal journal, EndorsementRule rule)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Transactions so far, configuration left out.</summary>
    public long Transactions { get; private set; }

    /// <summary>Those that took effect.</summary>
    public long Valid { get; private set; }

    /// <summary>Judges a block; what its valid transactions change is to be applied to the state.</summary>
    public BlockChanges Judge(CheckedBlock block, ulong number, LedgerState state)
    {
        var changes = new BlockChanges(number, state);
        var reads = new ReadCheck(state, changes);
        var endorsements = new BlockEndorsements(state);
        foreach (var transaction in block.Transactions)
        {
            var (code, reason) = Judge(transaction, endorsements, reads);
            Count(transaction);
            Compare(transaction, number, code, reason);
            if (transaction.TookEffect) changes.Add(transaction.Transaction!.Action!, transaction.Index);
        }

        return changes;
    }

    private (TxValidationCode, string) Judge(CheckedTransaction transaction, BlockEndorsements endorsements, ReadCheck reads)
    {
        if (transaction.ClaimedId is { } id && !_ids.Add(id)) return (TxValidationCode.DuplicateTxid, "the transaction's id was used before");
        if (transaction.Code != TxValidationCode.Valid || transaction.Transaction?.Action is not { } action) return (transaction.Code, transaction.Reason);
        if (!endorsements.Judge(action, transaction.Endorsers, name => rule.IsSatisfied(name, action, transaction.Endorsers)))
        {
            var bad = transaction.Reason.Length == 0 ? string.Empty : $": {transaction.Reason}";
            return (TxValidationCode.EndorsementPolicyFailure, rule.Describe(action, transaction.Endorsers) + bad);
        }

        var (code, where) = reads.Judge(action);
        return code == TxValidationCode.Valid ? (code, transaction.Reason) : (code, $"it read what had changed: {Printable.Key(where)}");
    }

    private void Count(CheckedTransaction transaction)
    {
        journal.Examined(AuditCheckKind.Transactions);
        if (transaction.Transaction is null) return;
        journal.Examined(AuditCheckKind.Creators);
        if (transaction.Transaction.Action is not { } action) return;
        journal.Examined(AuditCheckKind.Endorsements, action.Endorsements.Count);
        journal.Examined(AuditCheckKind.Verdicts);
        Transactions++;
        if (transaction.TookEffect) Valid++;
    }

    private void Compare(CheckedTransaction transaction, ulong number, TxValidationCode code, string reason)
    {
        var place = transaction.PlaceIn(number);

        // A block without a verdict for the transaction was reported with the block.
        if (transaction.Flag is not { } flag) return;
        if (flag == TxValidationCode.Valid && code != TxValidationCode.Valid)
            journal.Error(KindOf(code), place, "a transaction that may take effect", reason);
        else if (ClassOf(flag) != ClassOf(code))
            journal.Error(AuditCheckKind.Verdicts, place, $"the verdict {code}{(reason.Length > 0 ? $": {reason}" : string.Empty)}", $"{flag}");
        else if (code == TxValidationCode.Valid && reason.Length > 0)
            journal.Note(AuditCheckKind.Endorsements, place, "endorsements that all hold", reason);
    }

    private static AuditCheckKind KindOf(TxValidationCode code) => code switch
    {
        TxValidationCode.BadCreatorSignature => AuditCheckKind.Creators,
        TxValidationCode.EndorsementPolicyFailure => AuditCheckKind.Endorsements,
        TxValidationCode.MvccReadConflict or TxValidationCode.PhantomReadConflict => AuditCheckKind.Verdicts,
        _ => AuditCheckKind.Transactions,
    };

    // In which order a peer looks for defects of form is its own affair; that there is one is not.
    private static TxValidationCode ClassOf(TxValidationCode code) => code switch
    {
        TxValidationCode.Valid or TxValidationCode.MvccReadConflict or TxValidationCode.PhantomReadConflict
            or TxValidationCode.EndorsementPolicyFailure or TxValidationCode.DuplicateTxid => code,
        _ => TxValidationCode.InvalidOtherReason,
    };
}
