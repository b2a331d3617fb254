using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Submits right ciphertexts with a proof whose last response is off by one bit.</summary>
internal sealed class WrongProof : Conduct
{
    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var payload = step.Masked.ToArray();
        payload[^1] ^= 1;
        return Task.FromResult<ReadOnlyMemory<byte>?>(payload);
    }
}
