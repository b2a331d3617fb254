namespace FLChain.Core.Records;

/// <summary>What the members of a federation agree to when they intend to join.</summary>
/// <param name="MinTrainers">Fewest members with which the federation forms.</param>
/// <param name="MaxTrainers">Most members; also what the slots of packed gradients are sized for.</param>
/// <param name="Threshold">Unmasking shares needed, 2 to <paramref name="MinTrainers"/>.</param>
/// <param name="Iterations">Iterations of training, 1 or more.</param>
/// <param name="ModelDescription">Architecture in the SDK's notation, such as <c>softmax 784x10</c>.</param>
/// <param name="ParameterCount">Parameters of the model, 1 or more.</param>
/// <param name="Masking">Masking scheme: <c>paillier</c>, or <c>rlwe-paillier</c> for models of more than a few thousand parameters.</param>
/// <param name="ModulusBits">Bits of the Paillier modulus.</param>
/// <param name="ClipMicros">Gradients are clipped to ± this many millionths.</param>
/// <param name="QuantizationBits">Bits of a quantized gradient component, 8 to 24.</param>
/// <param name="LearningRatePpm">Learning rate in parts per million, applied to the mean of the contributors' gradients.</param>
/// <param name="PreparationSeconds">Deadline for confirming key shares.</param>
/// <param name="GradientSeconds">Deadline of the gradient phase of an iteration.</param>
/// <param name="AggregateSeconds">Deadline of the aggregation phase.</param>
/// <param name="ShareSeconds">Deadline of the unmasking phase.</param>
/// <param name="FinishSeconds">Deadline for attesting the artifact.</param>
/// <param name="InspectionRate">Chance, in parts per million, that a member must show judges how a gradient came about (see <c>InspectionDraw</c>); at least the policy's.</param>
public sealed record Terms(
    int MinTrainers,
    int MaxTrainers,
    int Threshold,
    int Iterations,
    string ModelDescription,
    int ParameterCount,
    string Masking,
    int ModulusBits,
    int ClipMicros,
    int QuantizationBits,
    int LearningRatePpm,
    int PreparationSeconds,
    int GradientSeconds,
    int AggregateSeconds,
    int ShareSeconds,
    int FinishSeconds,
    int InspectionRate);
