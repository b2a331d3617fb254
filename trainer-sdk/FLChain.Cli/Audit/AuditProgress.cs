namespace FLChain.Cli.Audit;

/// <summary>How far an audit has come.</summary>
/// <param name="Block">Blocks that are done.</param>
/// <param name="Blocks">Blocks in all.</param>
/// <param name="Transactions">Transactions that are done.</param>
/// <param name="Errors">Errors so far.</param>
/// <param name="Step">What is being done, for people.</param>
public readonly record struct AuditProgress(ulong Block, ulong Blocks, long Transactions, long Errors, string Step);
