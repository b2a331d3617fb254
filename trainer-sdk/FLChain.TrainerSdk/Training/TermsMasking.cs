using System.Diagnostics.CodeAnalysis;
using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Ledger;

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

    /// <summary>The scheme of a federation's dealt key as the ledger has it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="model">The federation.</param>
    /// <param name="sizes">Key lengths that are accepted.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidDataException">The key cannot be read, or is too short.</exception>
    public static async Task<IMaskingScheme> ReadAsync(LedgerClient ledger, ModelRecord model, KeySizePolicy sizes, CancellationToken cancellationToken)
    {
        var setup = await ledger.SetupAsync(model.Fid, cancellationToken);
        return TryCreate(model.Terms, setup.PublicKey, sizes, out var scheme)
            ? scheme
            : throw new InvalidDataException($"the key of {model.Fid} on the ledger cannot be read");
    }

    /// <summary>Key lengths for who verifies or opens what is there: the policy of the ledger says how short a key may be.</summary>
    public static KeySizePolicy SizesOf(Terms terms) =>
        terms.ModulusBits < SecurityParameters.DefaultModulusBits ? KeySizePolicy.InsecureTestsOnly : KeySizePolicy.Production;
}
