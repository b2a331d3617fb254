namespace FLChain.Core.Records;

/// <summary>Something outside its federations that a trainer's deposit backs for a time: a delivered key, an aggregate for others.</summary>
/// <param name="Fid">Model that it concerns.</param>
/// <param name="Until">Until when, Unix milliseconds.</param>
public sealed record HoldEntry(string Fid, long Until);
