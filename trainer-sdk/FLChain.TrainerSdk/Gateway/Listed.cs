namespace FLChain.TrainerSdk.Gateway;

/// <summary>One page of a list of the gateway's.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">Cursor of the next page; null after the last.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? Next);
