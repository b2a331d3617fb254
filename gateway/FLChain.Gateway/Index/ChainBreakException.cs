namespace FLChain.Gateway.Index;

/// <summary>The blocks that a peer gives do not continue the chain that the index was built from: another ledger, or a broken one. Nothing of them was taken in.</summary>
public sealed class ChainBreakException(string message) : Exception(message);
