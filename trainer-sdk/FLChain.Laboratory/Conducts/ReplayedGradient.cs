using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Trains once: its masked gradient of the first iteration comes again in the second.</summary>
internal sealed class ReplayedGradient : Conduct
{
    private ReadOnlyMemory<byte>? _first;

    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(_first ??= step.Masked);
}
