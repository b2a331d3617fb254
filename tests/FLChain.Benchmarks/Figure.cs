namespace FLChain.Benchmarks;

/// <summary>One measured value.</summary>
/// <param name="Value">The median of several runs, unless the name says otherwise.</param>
/// <param name="Unit">Unit, in words.</param>
internal sealed record Figure(double Value, string Unit);
