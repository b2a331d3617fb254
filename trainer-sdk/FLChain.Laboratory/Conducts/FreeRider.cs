using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Trains nothing: masks noise of a gradient's range, under a proof that holds. Nothing on the ledger tells it from training.</summary>
internal sealed class FreeRider : Conduct
{
    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var (session, layout) = (step.Session, step.Session.Layout);
        int[] noise = [.. Enumerable.Range(0, layout.ParameterCount).Select(_ => RandomNumberGenerator.GetInt32(-layout.MaxMagnitude, layout.MaxMagnitude + 1))];
        var masked = session.Scheme.Mask(session.Context(step.Iteration, Phases.Gradient, session.DpId), noise, step.Seed, cancellationToken);
        return Task.FromResult<ReadOnlyMemory<byte>?>(masked.Payload);
    }
}
