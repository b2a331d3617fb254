namespace FLChain.Gateway.Index;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">Cursor of the next page; null after the last.</param>
internal sealed record Slice<T>(IReadOnlyList<T> Items, string? Next);
