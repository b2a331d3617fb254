using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Chain;

/// <summary>A block whose own bytes and signatures have been judged.</summary>
/// <param name="Block">The block as the peer gave it; all its parts are there.</param>
/// <param name="HeaderHash">Hash of its header.</param>
/// <param name="Transactions">Its transactions, in order.</param>
internal sealed record CheckedBlock(Block Block, byte[] HeaderHash, IReadOnlyList<CheckedTransaction> Transactions);
