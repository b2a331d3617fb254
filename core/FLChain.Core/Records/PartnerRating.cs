namespace FLChain.Core.Records;

/// <summary>A rating of one partner, in parts per million.</summary>
public sealed record PartnerRating(string DpId, int Rating);
