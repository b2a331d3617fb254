namespace FLChain.Fabric.Shim;

/// <summary>One page of a range query; <paramref name="Bookmark"/> is empty after the last page.</summary>
public sealed record StatePage(IReadOnlyList<KeyValue> Items, string Bookmark);
