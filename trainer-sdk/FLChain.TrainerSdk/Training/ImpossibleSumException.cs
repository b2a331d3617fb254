namespace FLChain.TrainerSdk.Training;

/// <summary>The unmasked sum lies outside what the contributors' gradients could add up to: one of them masked something else than a quantized gradient.</summary>
public sealed class ImpossibleSumException(string fid, int iteration, string what)
    : Exception($"the sum of {fid} in iteration {iteration} is impossible: {what}")
{
    /// <summary>The model.</summary>
    public string Fid { get; } = fid;

    /// <summary>The iteration.</summary>
    public int Iteration { get; } = iteration;
}
