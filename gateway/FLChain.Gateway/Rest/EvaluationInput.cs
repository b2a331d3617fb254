namespace FLChain.Gateway.Rest;

/// <summary>An evaluation of a bought model.</summary>
/// <param name="Rating">0 to 1,000,000 parts per million.</param>
/// <param name="Comment">At most 500 characters.</param>
public sealed record EvaluationInput(int Rating, string? Comment = null);
