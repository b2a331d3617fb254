using System.Numerics;
using FLChain.Core.Ledger;
using FLChain.Cryptography.Masking;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>
/// Puts into its first slot more than all members together may, under a proof that holds: nothing shows before the sum
/// is unmasked, and the sum does not say whose it was.
/// </summary>
internal class OverflowingGradient : Conduct
{
    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var (session, layout) = (step.Session, step.Session.Layout);
        var plaintexts = layout.Pack(new int[layout.ParameterCount]);
        // maxTrainers·(2^bits − 1) + 1 fits the slot and is above any sum, whatever the others add.
        var slot = (BigInteger.One << layout.SlotBits) - 1;
        plaintexts[0] = plaintexts[0] - (plaintexts[0] & slot) + (layout.MaxTrainers * ((BigInteger.One << layout.Bits) - 1)) + 1;
        var context = session.Context(step.Iteration, Phases.Gradient, session.DpId);
        var masked = new PaillierMasking(session.Scheme.Key, layout.PlaintextCount).Mask(context, plaintexts, step.Seed.Export(), cancellationToken);
        return Task.FromResult<ReadOnlyMemory<byte>?>(masked.Payload);
    }
}
