using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Seals a share vector whose first share is the square of the right one, with the proof of the right one.</summary>
internal sealed class WrongShare : Conduct
{
    public override Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken)
    {
        var key = step.Session.Scheme.Key;
        return Task.FromResult<byte[]?>(Elements.Replace(step.Share, Elements.OfShares, key, share => Elements.Squared(share, key)));
    }
}
