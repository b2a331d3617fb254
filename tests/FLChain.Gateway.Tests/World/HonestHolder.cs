using FLChain.TrainerSdk.Training;

namespace FLChain.Gateway.Tests.World;

/// <summary>Honest, but for handing its share to the test.</summary>
internal sealed class HonestHolder(HeldShares held) : Conduct
{
    public override Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken) => held.HoldAsync(step, cancellationToken);
}
