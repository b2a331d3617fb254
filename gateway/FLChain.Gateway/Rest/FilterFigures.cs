namespace FLChain.Gateway.Rest;

/// <summary>Figures of the DDCBF since the gateway started.</summary>
/// <param name="OnSale">Models in the filter of those for sale.</param>
/// <param name="InJudging">Models in the filter of those in judging.</param>
/// <param name="Asked">How often a model's status was asked for.</param>
/// <param name="Alone">How often the filter's answer was enough.</param>
/// <param name="WrongYes">How often it said yes of a model that is in neither filter.</param>
/// <param name="MeasuredFalsePositives">Wrong yeses among the questions about models in neither filter, 0 to 1.</param>
/// <param name="ExpectedFalsePositives">What is to be expected of a model in neither filter, by the formula, 0 to 1.</param>
/// <param name="SaturatedCounters">Counters that have lost count.</param>
/// <param name="Purchases">How often it was asked before a purchase; not among <paramref name="Asked"/>.</param>
/// <param name="Refused">How often its no ended a purchase before the ledger was asked.</param>
public sealed record FilterFigures(
    long OnSale, long InJudging, long Asked, long Alone, long WrongYes, double MeasuredFalsePositives, decimal ExpectedFalsePositives, int SaturatedCounters, long Purchases,
    long Refused);
