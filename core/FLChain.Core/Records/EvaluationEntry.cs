namespace FLChain.Core.Records;

/// <summary>A trainer's evaluation of its partners in one iteration, in the order of their dpIds.</summary>
public sealed record EvaluationEntry(string Author, IReadOnlyList<PartnerRating> Ratings);
