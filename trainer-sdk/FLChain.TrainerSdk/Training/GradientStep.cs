using FLChain.Cryptography.Masking;

namespace FLChain.TrainerSdk.Training;

/// <summary>A member is about to submit its masked gradient.</summary>
/// <param name="Session">The federation.</param>
/// <param name="Iteration">Iteration.</param>
/// <param name="Masked">The masked gradient with its proof, as the protocol computed it.</param>
/// <param name="Seed">What its randomness was expanded from; disposed when the step is over.</param>
internal sealed record GradientStep(FederationSession Session, int Iteration, ReadOnlyMemory<byte> Masked, MaskingSeed Seed);
