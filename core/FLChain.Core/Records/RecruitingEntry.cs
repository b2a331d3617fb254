namespace FLChain.Core.Records;

/// <summary>A model that recruits.</summary>
/// <param name="Fid">The model.</param>
/// <param name="Publisher">dpId of the trainer that published it.</param>
public sealed record RecruitingEntry(string Fid, string Publisher);
