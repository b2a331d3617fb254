using FLChain.Laboratory.Conducts;
using FLChain.TrainerSdk.Training;

namespace FLChain.Gateway.Tests.World;

/// <summary>Overflows the sum, and hands its share to the test.</summary>
internal sealed class OverflowingHolder(HeldShares held) : OverflowingGradient
{
    public override Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken) => held.HoldAsync(step, cancellationToken);
}
