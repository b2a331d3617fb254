namespace FLChain.Fabric.Sample;

/// <summary>What is owned.</summary>
/// <param name="Id">The key under which it stands.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Value">What it is worth.</param>
public sealed record Asset(string Id, string Owner, int Value);
