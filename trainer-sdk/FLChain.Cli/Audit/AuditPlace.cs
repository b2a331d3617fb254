using System.Text;
using System.Text.Json.Serialization;

namespace FLChain.Cli.Audit;

/// <summary>Where something was found; what does not apply is absent.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="Transaction">Place of the transaction in the block, from 0.</param>
/// <param name="TransactionId">Id of the transaction.</param>
/// <param name="Function">What the transaction invoked, <c>contract:transaction</c>.</param>
/// <param name="Key">Key of the state, account, or query; separators shown as slashes.</param>
/// <param name="Payload">Payload, as <c>phase/fid/iteration/author</c>.</param>
public sealed record AuditPlace(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ulong? Block = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Transaction = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TransactionId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Function = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Payload = null)
{
    /// <summary>On one line, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Add(string part) => text.Append(text.Length > 0 ? ", " : string.Empty).Append(part);
        if (Block is { } block) Add($"block {block}");
        if (Transaction is { } transaction) Add($"transaction {transaction}");
        if (Function is { } function) Add(function);
        if (TransactionId is { Length: > 0 } id) Add(id.Length > 16 ? id[..16] + "…" : id);
        if (Key is { } key) Add($"key {key}");
        if (Payload is { } payload) Add($"payload {payload}");
        return text.Length > 0 ? text.ToString() : "the ledger";
    }
}
