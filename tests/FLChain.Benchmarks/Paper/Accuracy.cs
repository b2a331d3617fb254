namespace FLChain.Benchmarks.Paper;

/// <summary>Share of samples that a model labels right, 0 to 1.</summary>
internal sealed record Accuracy(double Validation, double Test);
