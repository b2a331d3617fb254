using FLChain.Core.Ledger;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Seals a right share, rightly proved, of another ciphertext: the product of the first two contributors' gradients alone.</summary>
internal sealed class ShareOfAnother : Conduct
{
    public override async Task<byte[]?> ShareAsync(ShareStep step, CancellationToken cancellationToken)
    {
        var (session, iteration) = (step.Session, step.Iteration);
        var state = await session.Ledger.RoundAsync(session.Fid, iteration, cancellationToken);
        var pair = new List<ReadOnlyMemory<byte>>();
        foreach (var entry in state.Gradients.Take(2))
            pair.Add(await session.Ledger.PayloadAsync(session.Fid, iteration, Phases.Gradient, entry.Author, entry.Digest, cancellationToken));
        return session.Scheme.ComputeShare(
            session.Context(iteration, Phases.Share, session.DpId), session.Secrets.Share, session.Scheme.Aggregate(pair), cancellationToken);
    }
}
