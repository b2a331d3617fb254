using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.State;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>Opens what a member has kept, after holding it against the ledger.</summary>
/// <param name="ledger">The ledger as this member.</param>
/// <param name="stateDirectory">The member's state.</param>
internal sealed class InspectionReader(LedgerClient ledger, string stateDirectory)
{
    /// <summary>The only attempt of an iteration, which proofs and masks name.</summary>
    private const int Attempt = 1;

    /// <inheritdoc cref="Trainer.InspectionAsync"/>
    public async Task<Inspection> OpenAsync(string fid, int iteration, CancellationToken cancellationToken)
    {
        var model = await FindAsync(fid, cancellationToken);
        var kept = new InspectionFolder(stateDirectory, model.Fid).LoadGradient(iteration)
            ?? throw new FileNotFoundException($"the gradient of iteration {iteration} of {fid} was not drawn, or it is not kept here");
        try
        {
            var round = await ledger.RoundAsync(fid, iteration, cancellationToken);
            if (kept.Weights.Length != model.Terms.ParameterCount || round.Gradients.FirstOrDefault(entry => entry.Author == ledger.PartyId)?.Digest != kept.Digest)
                throw new InvalidDataException($"what is kept of iteration {iteration} of {fid} is not the masked gradient that stands on the ledger");
            var scheme = await TermsMasking.ReadAsync(ledger, model, TermsMasking.SizesOf(model.Terms), cancellationToken);
            var opening = scheme.Open(new ProofContext(ledger.ChannelId, fid, iteration, Phases.Gradient, ledger.PartyId, Attempt), kept.Seed, kept.Payload, out var values);
            return values is null
                ? throw new InvalidDataException($"the kept seed does not open the masked gradient of iteration {iteration} of {fid}: {opening}")
                : new Inspection(fid, iteration, kept.Digest, kept.Weights, values, new GradientQuantizer(scheme.Layout, model.Terms.ClipMicros));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(kept.Seed);
        }
    }

    /// <inheritdoc cref="Trainer.InspectedWeightsAsync"/>
    public async Task<string> WeightsDigestAsync(string fid, int iteration, CancellationToken cancellationToken)
    {
        var folder = new InspectionFolder(stateDirectory, (await FindAsync(fid, cancellationToken)).Fid);
        if (folder.LoadGradient(iteration) is not { } own)
            return folder.LoadWeightsDigest(iteration)
                ?? throw new FileNotFoundException($"no gradient of iteration {iteration} of {fid} was drawn, or nothing of it is kept here");
        CryptographicOperations.ZeroMemory(own.Seed);
        return FloatBytes.Digest(own.Weights);
    }

    // The ledger knows no model with a name that would lead out of the folder.
    private async Task<ModelRecord> FindAsync(string fid, CancellationToken cancellationToken)
    {
        await new InspectionRetention(ledger, stateDirectory).ApplyAsync(cancellationToken);
        return await ledger.ModelAsync(fid, cancellationToken);
    }
}
