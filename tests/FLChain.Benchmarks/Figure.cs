namespace FLChain.Benchmarks;

/// <summary>One measured value.</summary>
/// <param name="Value">The median of several runs, unless the name says otherwise.</param>
/// <param name="Unit">Unit, in words.</param>
/// <param name="Run">When the run began that measured it, as <c>bench.json</c> lists runs; null where that is not known.</param>
internal sealed record Figure(double Value, string Unit, string? Run = null);
