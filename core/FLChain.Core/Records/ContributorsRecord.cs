namespace FLChain.Core.Records;

/// <summary>The contributors of an iteration, fixed when its gradient phase expired.</summary>
/// <param name="Contributors">dpIds in order.</param>
/// <param name="Missing">Active members that gave nothing, in order.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record ContributorsRecord(IReadOnlyList<string> Contributors, IReadOnlyList<string> Missing, long At);
