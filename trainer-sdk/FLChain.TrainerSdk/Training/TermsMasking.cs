using System.Diagnostics.CodeAnalysis;
using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.TrainerSdk.Training;

/// <summary>The masking scheme that a federation's terms and its dealt key give.</summary>
internal static class TermsMasking
{
    /// <summary>False when the key cannot be read, or is shorter than <paramref name="sizes"/> allows.</summary>
    public static bool TryCreate(Terms terms, byte[] publicKey, KeySizePolicy sizes, [NotNullWhen(true)] out IMaskingScheme? scheme)
    {
        scheme = ThresholdPublicKey.TryDecode(publicKey, sizes, out var key)
            ? MaskingSchemes.Create(terms.Masking, key, new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount))
            : null;
        return scheme is not null;
    }
}
