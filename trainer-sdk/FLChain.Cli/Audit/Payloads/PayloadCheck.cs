using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Replay;
using FLChain.Core.Ledger;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>
/// Holds each payload that a transaction wrote against the hash in its block and the digest and length in its record.
/// </summary>
internal sealed class PayloadCheck(AuditOptions options, IAuditSource source, PayloadShelf shelf, AuditJournal journal)
{
    /// <summary>Checks a transaction's payloads.</summary>
    /// <param name="number">Its block.</param>
    /// <param name="transaction">A transaction that took effect.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What its records claim, with what is still there.</returns>
    public async Task<IReadOnlyList<CheckedPayload>> CheckAsync(ulong number, CheckedTransaction transaction, CancellationToken cancellationToken)
    {
        var action = transaction.Transaction!.Action!;
        var (claims, unreadable) = PayloadClaims.In(action);
        foreach (var key in unreadable)
            journal.Error(AuditCheckKind.Payloads, transaction.PlaceIn(number, Printable.Key(key)), "a record that names a payload", "bytes that cannot be read");
        var hashes = HashedWrites(transaction);
        var payloads = new List<CheckedPayload>();
        foreach (var claim in claims)
        {
            var place = transaction.PlaceIn(number, payload: Printable.Payload(claim.Reference));
            if (!hashes.Remove(ReplaySets.Hash(PayloadKeys.Of(claim.Reference)), out var hash))
            {
                journal.Error(AuditCheckKind.Payloads, place, "a payload beside the record that names it", "none");
                continue;
            }

            var fetched = await shelf.GetAsync(claim.Reference, hash, cancellationToken);
            await JudgeAsync(fetched, place, number, cancellationToken);
            Compare(claim, fetched, place);
            payloads.Add(new CheckedPayload(claim, fetched, place));
        }

        foreach (var hash in hashes.Keys)
            journal.Error(AuditCheckKind.Payloads, transaction.PlaceIn(number), "a record for each payload", $"a payload that no record names, key hash {Printable.Hex(hash.Span)}");
        return payloads;
    }

    private async Task JudgeAsync(FetchedPayload fetched, AuditPlace place, ulong number, CancellationToken cancellationToken)
    {
        if (fetched.State != PayloadState.OutOfScope) journal.Examined(AuditCheckKind.Payloads);
        switch (fetched.State)
        {
            case PayloadState.Altered:
                journal.Error(AuditCheckKind.Payloads, place, "the payload whose hash stands in the block", "another payload");
                break;
            case PayloadState.Absent when await MustBeThereAsync(number, cancellationToken):
                journal.Error(AuditCheckKind.Payloads, place, "a payload that has not expired yet", "the peer says that it is not there");
                break;
            case PayloadState.Absent:
                journal.Skip(AuditCheckKind.Payloads, "the payload is not there any more", place);
                break;
            case PayloadState.OutOfScope:
                journal.Skip(AuditCheckKind.Payloads, "the payload belongs to another federation", place);
                break;
        }
    }

    // Written in block N it is readable while block N + B is the last. The chain grows while it is audited, so the height
    // is asked for after the payload was.
    private async Task<bool> MustBeThereAsync(ulong number, CancellationToken cancellationToken) => options.PayloadBlocksToLive switch
    {
        null => false,
        0 => true,
        { } life => await source.GetHeightAsync(cancellationToken) <= number + life + 1,
    };

    private void Compare(PayloadClaim claim, FetchedPayload fetched, AuditPlace place)
    {
        if (fetched.Bytes is not { } bytes) return;
        if (Naming.Digest(bytes) != claim.Digest)
            journal.Error(AuditCheckKind.Payloads, place, $"SHA-512 {Printable.Text(claim.Digest)}, as the record says", $"SHA-512 {Naming.Digest(bytes)}");
        if (claim.Bytes is { } length && length != bytes.Length)
            journal.Error(AuditCheckKind.Payloads, place, $"{length} bytes, as the record says", $"{bytes.Length} bytes");
    }

    private static Dictionary<ByteString, ByteString> HashedWrites(CheckedTransaction transaction)
    {
        var action = transaction.Transaction!.Action!;
        var hashes = new Dictionary<ByteString, ByteString>();
        IEnumerable<KVWriteHash> writes = action.Namespaces
            .Where(space => space.Namespace == action.ChaincodeName)
            .SelectMany(space => space.Collections.Where(set => set.Collection == Keys.PayloadCollection))
            .SelectMany(set => set.Hashed.HashedWrites);
        foreach (var write in writes.Where(write => !write.IsDelete)) hashes[write.KeyHash] = write.ValueHash;
        return hashes;
    }
}
