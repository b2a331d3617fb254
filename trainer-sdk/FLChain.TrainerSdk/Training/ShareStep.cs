namespace FLChain.TrainerSdk.Training;

/// <summary>A member is about to submit its unmasking share.</summary>
/// <param name="Session">The federation.</param>
/// <param name="Iteration">Iteration.</param>
/// <param name="Documented">The documented aggregate.</param>
/// <param name="Share">The share with its proof, as the protocol computed it.</param>
internal sealed record ShareStep(FederationSession Session, int Iteration, byte[] Documented, byte[] Share);
