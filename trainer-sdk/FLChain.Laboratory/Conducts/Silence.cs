using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Does everything but what one phase asks for.</summary>
/// <param name="phase">One of <see cref="Phases"/>, or <see cref="Delivery"/>.</param>
internal sealed class Silence(string phase) : Conduct
{
    /// <summary>Delivery of a bought model, which is no phase of a federation.</summary>
    public const string Delivery = "delivery";

    public override bool Confirms => phase != Phases.Preparation;

    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken) =>
        phase == Phases.Gradient ? Task.FromResult<ReadOnlyMemory<byte>?>(null) : base.GradientAsync(step, cancellationToken);

    public override byte[]? Aggregate(FederationSession session, int iteration, byte[] product) => phase == Phases.Aggregate ? null : product;

    public override Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken) =>
        phase == Phases.Share ? Task.FromResult<byte[]?>(null) : base.ShareAsync(step, cancellationToken);

    public override Artifact? Attestation(Artifact artifact) => phase == Phases.Finish ? null : artifact;

    public override byte[]? DeliveredKey(byte[] key) => phase == Delivery ? null : key;
}
