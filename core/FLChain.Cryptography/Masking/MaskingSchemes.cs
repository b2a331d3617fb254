using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Masking;

/// <summary>The masking schemes that a federation's terms can name.</summary>
public static class MaskingSchemes
{
    /// <summary>Every name, the paper's scheme first.</summary>
    public static IReadOnlyList<string> Names { get; } = [PaillierMasking.SchemeName, HybridMasking.SchemeName];

    /// <summary>
    /// From this many parameters on, the hybrid scheme is the default. Below, packed Paillier has hardly more ciphertexts
    /// than the hybrid's key and needs no second assumption.
    /// </summary>
    public const int HybridFromParameters = 2048;

    /// <summary>The scheme that suits a model.</summary>
    /// <param name="parameterCount">Parameters of the model.</param>
    public static string DefaultFor(int parameterCount) =>
        parameterCount < HybridFromParameters ? PaillierMasking.SchemeName : HybridMasking.SchemeName;

    /// <summary>Whether a scheme has this name, to the letter.</summary>
    /// <param name="name">Any text.</param>
    public static bool IsKnown(string? name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The scheme of this name for a federation.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="key">The federation's key, from the ledger.</param>
    /// <param name="layout">From the federation's terms.</param>
    /// <param name="options">Use of the machine; by default all processors.</param>
    /// <exception cref="ArgumentException">An unknown name, or a layout that does not fit the key or the scheme.</exception>
    public static IMaskingScheme Create(string name, ThresholdPublicKey key, PackingLayout layout, MaskingOptions? options = null) => name switch
    {
        PaillierMasking.SchemeName => new PackedPaillierMasking(key, layout, options),
        HybridMasking.SchemeName => new HybridMasking(key, layout, options),
        _ => throw Unknown(name),
    };

    /// <summary>What a vector of a layout costs under the scheme of this name, before there is a key.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="layout">From the terms.</param>
    /// <exception cref="ArgumentException">An unknown name, or a layout that the scheme cannot carry.</exception>
    public static MaskingSize Measure(string name, PackingLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return name switch
        {
            PaillierMasking.SchemeName => PackedPaillierMasking.Measure(layout),
            HybridMasking.SchemeName => HybridMasking.Measure(layout),
            _ => throw Unknown(name),
        };
    }

    internal static void RequireFit(ThresholdPublicKey key, PackingLayout layout)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.ModulusBits != key.ModulusBits)
            throw new ArgumentException($"The layout is for a modulus of {layout.ModulusBits} bits, the key has {key.ModulusBits}.", nameof(layout));
        if (layout.MaxTrainers < key.Trainers)
            throw new ArgumentException($"The layout adds {layout.MaxTrainers} vectors, the key has {key.Trainers} trainers.", nameof(layout));
    }

    private static ArgumentException Unknown(string? name) =>
        new($"There is no masking scheme \"{name}\": {string.Join(", ", Names)}.", nameof(name));
}
