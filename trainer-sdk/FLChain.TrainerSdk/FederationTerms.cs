using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.TrainerSdk;

/// <summary>Terms with sane defaults.</summary>
public static class FederationTerms
{
    /// <summary>
    /// Terms for a model: the masking that suits its size (<see cref="MaskingSchemes.DefaultFor"/>), 2048-bit keys, 16-bit quantization of gradients clipped to ±1, a learning rate of 0.5, one gradient in 200 drawn for inspection, and
    /// deadlines that suit scripts which run all the time. Change what you like with a <c>with</c> expression.
    /// </summary>
    /// <param name="modelDescription">Architecture, as the model describes itself.</param>
    /// <param name="parameterCount">Parameters of the model.</param>
    /// <param name="minTrainers">Fewest members.</param>
    /// <param name="maxTrainers">Most members.</param>
    /// <param name="threshold">Unmasking shares needed, 2 to <paramref name="minTrainers"/>.</param>
    /// <param name="iterations">Iterations of training.</param>
    public static Terms For(string modelDescription, int parameterCount, int minTrainers, int maxTrainers, int threshold, int iterations) => new(
        minTrainers,
        maxTrainers,
        threshold,
        iterations,
        modelDescription,
        parameterCount,
        MaskingSchemes.DefaultFor(parameterCount),
        SecurityParameters.DefaultModulusBits,
        ClipMicros: 1_000_000,
        QuantizationBits: 16,
        LearningRatePpm: 500_000,
        PreparationSeconds: 600,
        GradientSeconds: 120,
        AggregateSeconds: 60,
        ShareSeconds: 60,
        FinishSeconds: 600,
        InspectionRate: 5_000);
}
