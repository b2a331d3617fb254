using System.Text.Json;

namespace FLChain.Gateway.Submissions;

/// <summary>A transaction that took effect.</summary>
/// <param name="TransactionId">Its id.</param>
/// <param name="Block">The block that it stands in.</param>
/// <param name="Result">What the contract answered: the record that it wrote; absent where it answers nothing.</param>
public sealed record Committed(string TransactionId, ulong Block, JsonElement? Result)
{
    internal static Committed Of(string transactionId, ulong block, byte[] answer) =>
        new(transactionId, block, answer.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(answer));
}
