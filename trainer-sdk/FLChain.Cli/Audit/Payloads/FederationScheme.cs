using System.Diagnostics.CodeAnalysis;
using System.Text;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Training;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>A federation's masking scheme as its records give it, and the contexts of its proofs. Safe for concurrent use.</summary>
internal sealed class FederationScheme
{
    /// <summary>The attempt that every proof and every sealed share names: nothing is submitted twice.</summary>
    public const int Attempt = 1;

    private readonly string _channel;

    private FederationScheme(string channel, ModelRecord model, IMaskingScheme gradients)
    {
        _channel = channel;
        Model = model;
        Gradients = gradients;
    }

    public ModelRecord Model { get; }

    /// <summary>The scheme for gradients. Several run side by side, so each uses one thread.</summary>
    public IMaskingScheme Gradients { get; }

    /// <summary>False where the records give no scheme.</summary>
    public static bool TryCreate(string channel, ModelRecord model, SetupRecord setup, [NotNullWhen(true)] out FederationScheme? scheme)
    {
        scheme = null;
        var terms = model.Terms;
        try
        {
            if (!ThresholdPublicKey.TryDecode(setup.PublicKey, TermsMasking.SizesOf(terms), out var key)) return false;
            var layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
            scheme = new FederationScheme(channel, model, MaskingSchemes.Create(terms.Masking, key, layout, new MaskingOptions { MaxDegreeOfParallelism = 1 }));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public ProofContext ContextOf(string phase, int iteration, string author) => new(_channel, Model.Fid, iteration, phase, author, Attempt);

    /// <summary>What a sealed share is bound to besides its key.</summary>
    public byte[] ShareContextOf(int iteration, string author) =>
        Encoding.UTF8.GetBytes($"FLChain/gradient-share/v1/{_channel}/{Model.Fid}/{iteration}/{author}");

    /// <summary>The member's index in the threshold scheme, from 1; 0 for nobody.</summary>
    public int IndexOf(string dpId) => Model.Dps.ToList().IndexOf(dpId) + 1;
}
