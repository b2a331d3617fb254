namespace FLChain.Core.Events;

/// <summary>What happened in one transaction: the payload of its chaincode event, whose name is the transaction's name.</summary>
/// <param name="Fid">Model, where there is one.</param>
/// <param name="Iteration">Iteration, where there is one.</param>
/// <param name="Author">Party that caused it, where it matters.</param>
/// <param name="Reference">Purchase, phase or other thing that it is about, where there is one.</param>
public sealed record LedgerEvent(string? Fid = null, int? Iteration = null, string? Author = null, string? Reference = null);
