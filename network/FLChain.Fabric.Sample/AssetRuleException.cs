namespace FLChain.Fabric.Sample;

/// <summary>A rule of the contract was broken; the message goes to the caller.</summary>
public sealed class AssetRuleException(string message) : Exception(message);
