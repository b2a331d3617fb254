using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Adds one to what its first ciphertext holds, after the proof was made.</summary>
internal sealed class WrongCiphertext : Conduct
{
    public override Task<ReadOnlyMemory<byte>?> GradientAsync(GradientStep step, CancellationToken cancellationToken)
    {
        var key = step.Session.Scheme.Key;
        return Task.FromResult<ReadOnlyMemory<byte>?>(
            Elements.Replace(step.Masked.Span, Elements.OfMaskedVector(step.Session.Scheme), key, ciphertext => Elements.PlusOne(ciphertext, key)));
    }
}
