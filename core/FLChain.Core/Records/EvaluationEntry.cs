namespace FLChain.Core.Records;

/// <summary>What a trainer says of one iteration.</summary>
/// <param name="Author">dpId.</param>
/// <param name="Ratings">Its partners, in the order of their dpIds.</param>
/// <param name="Accuracy">Accuracy of the iteration's weights as the author measured it on samples of its own, parts per million; absent where it says nothing. Its word alone: the weights are the federation's secret.</param>
public sealed record EvaluationEntry(string Author, IReadOnlyList<PartnerRating> Ratings, int? Accuracy = null);
