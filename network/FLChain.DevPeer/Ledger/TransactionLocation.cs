using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Ledger;

/// <summary>Where a transaction stands in the chain, and how it was judged.</summary>
internal readonly record struct TransactionLocation(ulong Block, int Position, TxValidationCode Code);
