using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Trains nothing: waits for a partner's masked gradient and submits it, ciphertexts and proof, as its own.</summary>
internal sealed class CopiedCiphertext : Conduct
{
    public override async Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var (session, iteration) = (step.Session, step.Iteration);
        var partner = await session.Ledger.Signals.UntilAsync<GradientEntry>(
            session.Fid,
            async token => (await session.Ledger.RoundAsync(session.Fid, iteration, token)).Gradients.FirstOrDefault(entry => entry.Author != session.DpId),
            cancellationToken);
        return await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, partner.Author, partner.Digest, cancellationToken);
    }
}
