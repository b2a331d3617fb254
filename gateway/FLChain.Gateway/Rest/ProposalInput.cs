using System.Text.Json;

namespace FLChain.Gateway.Rest;

/// <summary>What transaction is to be prepared.</summary>
/// <param name="Contract">Contract, such as <c>incentive</c>.</param>
/// <param name="Transaction">Transaction, such as <c>Purchase</c>.</param>
/// <param name="Request">Its argument (docs/protocol.md).</param>
public sealed record ProposalInput(string Contract, string Transaction, JsonElement Request);
