using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// What a party gives at each step where it could give something else. Everybody who uses this SDK is honest: this base
/// class hands on what the protocol computed. The laboratory of misbehavior derives from it, so that its parties cheat
/// over the same wire and with the same code around them as everyone else.
/// </summary>
internal class Conduct
{
    /// <summary>Gives what the protocol says.</summary>
    public static Conduct Honest { get; } = new();

    /// <summary>Whether a member confirms the share that it was dealt.</summary>
    public virtual bool Confirms => true;

    /// <summary>A member's masked gradient; null for none.</summary>
    public virtual Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(step.Masked);

    /// <summary>The product of the masked gradients; null for none.</summary>
    public virtual byte[]? Aggregate(FederationSession session, int iteration, byte[] product) => product;

    /// <summary>A member's unmasking share before it is sealed; null for none.</summary>
    public virtual Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(step.Share);

    /// <summary>A member's sealed unmasking share.</summary>
    public virtual byte[] SealedShare(byte[] payload) => payload;

    /// <summary>The artifact that a member attests; null for none.</summary>
    public virtual Artifact? Attestation(Artifact artifact) => artifact;

    /// <summary>The model's key that a member delivers to a buyer; null for none.</summary>
    public virtual byte[]? DeliveredKey(byte[] key) => key;

    /// <summary>The seed that a contributor opens to the authority; null for none.</summary>
    public virtual byte[]? OpenedSeed(byte[] seed) => seed;

    /// <summary>What the authority seals to the member at a place, from 0, in a dealing attempt.</summary>
    public virtual byte[] DealtSecrets(int place, int attempt, byte[] secrets) => secrets;
}
