using System.Text;
using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.State;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Cli.Audit.Replay;

/// <summary>
/// Evidence that travelled with a report because it had expired in the collection, or was thought to have: the transaction
/// stores nothing of it and has read nothing in its place. Where the submission that it is a copy of is still there, the
/// contracts get that; else what needs it cannot be run again.
/// </summary>
internal sealed class BroughtEvidence(LedgerState state, PayloadShelf shelf)
{
    private const string Report = $"{Names.Contract}:{Names.Report}";
    private const string Convict = $"{Names.Contract}:{Names.ConvictOpening}";
    private const string Answer = $"{Names.Contract}:{Names.Answer}";

    /// <summary>The payload that a transaction may have brought; null when it brought none, for all that its arguments and reads say.</summary>
    public async Task<FetchedPayload?> FindAsync(EndorsedAction action, CancellationToken cancellationToken)
    {
        if (ReferenceIn(action) is not { } reference) return null;
        var keyHash = ReplaySets.Hash(PayloadKeys.Of(reference));
        if (WasRead(action, keyHash)) return null;
        return state.GetHash(new CollectionId(action.ChaincodeName, Keys.PayloadCollection), keyHash) is { } hash
            ? await shelf.GetAsync(reference, hash.Bytes, cancellationToken)
            : new FetchedPayload(null, PayloadState.Absent);
    }

    private PayloadReference? ReferenceIn(EndorsedAction action)
    {
        if (action.Arguments is not [var function, var argument]) return null;
        return Encoding.UTF8.GetString(function.Span) switch
        {
            Report when LedgerKeys.TryDecode<ReportMisbehavior>(argument.Span) is { } report => OfReport(report.Kind, report.Fid, report.Iteration, report.Accused),
            Convict when LedgerKeys.TryDecode<ConvictOpening>(argument.Span) is { } opening =>
                new PayloadReference(opening.Fid, opening.Iteration, Phases.Gradient, opening.Accused),
            Answer when LedgerKeys.TryDecode<AnswerChallenge>(argument.Span) is { } answer && ReportOf(action, answer.ReportId) is { } challenge =>
                OfReport(challenge.Kind, challenge.Fid, challenge.Iteration, challenge.Accused),
            _ => null,
        };
    }

    private static PayloadReference? OfReport(FaultKind kind, string fid, int iteration, string accused) => kind switch
    {
        FaultKind.IncorrectGradient => new PayloadReference(fid, iteration, Phases.Gradient, accused),
        FaultKind.IncorrectShare => new PayloadReference(fid, iteration, Phases.Share, accused),
        _ => null,
    };

    private ReportRecord? ReportOf(EndorsedAction action, string reportId) =>
        Naming.IsTransactionId(reportId) && state.Get(action.ChaincodeName, Keys.Report(reportId)) is { } record ? LedgerKeys.TryDecode<ReportRecord>(record.Bytes.Span) : null;

    private static bool WasRead(EndorsedAction action, ByteString keyHash) =>
        action.Namespaces.Where(space => space.Namespace == action.ChaincodeName)
            .SelectMany(space => space.Collections.Where(set => set.Collection == Keys.PayloadCollection))
            .SelectMany(set => set.Hashed.HashedReads)
            .Any((KVReadHash read) => read.KeyHash.Equals(keyHash));
}
