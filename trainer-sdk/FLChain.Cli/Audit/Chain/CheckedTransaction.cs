using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Chain;

/// <summary>A transaction as its own bytes and the trust anchors judge it, whatever the state.</summary>
/// <param name="Index">Its place in the block.</param>
/// <param name="Flag">The peer's verdict; null where the block has none for it.</param>
/// <param name="Code">The auditor's verdict so far.</param>
/// <param name="Reason">Why, where it is not valid.</param>
/// <param name="ClaimedId">The id that nobody else could claim; null where there is none.</param>
/// <param name="Transaction">The transaction, where it could be read.</param>
/// <param name="Creator">Who made it, where that is certain.</param>
/// <param name="Endorsers">Whose endorsements hold; whether they suffice depends on the state.</param>
internal sealed record CheckedTransaction(
    int Index,
    TxValidationCode? Flag,
    TxValidationCode Code,
    string Reason,
    string? ClaimedId,
    TransactionEnvelope? Transaction,
    Member? Creator,
    IReadOnlyList<PolicySigner> Endorsers)
{
    /// <summary>Whether the peers let it take effect: the state follows their word, and the audit says where it is wrong.</summary>
    public bool TookEffect => Flag == TxValidationCode.Valid && Transaction?.Action is not null;

    /// <summary>What was invoked, where that can be read.</summary>
    public string? Function =>
        Transaction?.Action is { Arguments.Count: > 0 } action
            ? Printable.Text(System.Text.Encoding.UTF8.GetString(action.Arguments[0].Span))
            : null;

    public AuditPlace PlaceIn(ulong block, string? key = null, string? payload = null) =>
        new(block, Index, ClaimedId, Function, key, payload);
}
