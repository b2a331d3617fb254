namespace FLChain.Core.Answers;

/// <summary>One page of a list; the bookmark is empty after the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string Bookmark);
