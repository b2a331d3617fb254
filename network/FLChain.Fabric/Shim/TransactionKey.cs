namespace FLChain.Fabric.Shim;

/// <summary>What tells the transactions of one stream apart: two channels may see one transaction id.</summary>
internal readonly record struct TransactionKey(string ChannelId, string TransactionId);
