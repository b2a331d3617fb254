using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Submits right ciphertexts with one bit wrong at the end: in the proof's last response, or in the masked words that a hybrid proof is bound to.</summary>
internal sealed class WrongProof : Conduct
{
    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var payload = step.Masked.ToArray();
        payload[^1] ^= 1;
        return Task.FromResult<ReadOnlyMemory<byte>?>(payload);
    }
}
