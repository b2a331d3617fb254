namespace FLChain.Core.Records;

/// <summary>A buyer's evaluation of a model it bought, in parts per million.</summary>
public sealed record ModelRating(string Buyer, int Rating, string Comment, long At);
