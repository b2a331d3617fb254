namespace FLChain.Gateway.Rest;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">Give this as <c>cursor</c> for the next page; absent after the last.</param>
public sealed record ListOf<T>(IReadOnlyList<T> Items, string? Next);
