using System.Diagnostics.CodeAnalysis;
using FLChain.Chaincode.Federation;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The verifying half of a federation's masking scheme under the key that stands on the ledger. Here records meet
/// cryptography: which proof context belongs to which transaction is said once, in <see cref="ContextOf"/>.
/// </summary>
internal sealed class FederationMasking
{
    /// <summary>Nothing is ever submitted twice, so every proof is of the first attempt.</summary>
    public const int Attempt = 1;

    private readonly string _channel;
    private readonly ModelRecord _model;
    private readonly IMaskingScheme _gradients;
    private readonly PaillierMasking _beacons;

    private FederationMasking(string channel, ModelRecord model, ThresholdPublicKey key)
    {
        var terms = model.Terms;
        _channel = channel;
        _model = model;
        var layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        _gradients = MaskingSchemes.Create(terms.Masking, key, layout);
        _beacons = new PaillierMasking(key, 1);
    }

    /// <summary>
    /// A share vector is as long as the vector it unmasks, with its proof and the seal around them. The bytes are sealed,
    /// so their shape is the partners' to check.
    /// </summary>
    public long MaxSealedShareBytes => _gradients.Size.MaxShareBytes + ShareKey.OverheadBytes;

    /// <summary>The scheme of the gradients, for evidence about them.</summary>
    public IMaskingScheme Gradients => _gradients;

    public static async Task<FederationMasking> LoadAsync(LedgerContext context, ModelRecord model)
    {
        var setup = await context.RequireAsync<SetupRecord>(Keys.Setup(model.Fid), ErrorCodes.SetupState, $"no key was dealt for {model.Fid}");
        return new FederationMasking(context.Stub.ChannelId, model, KeySetup.Read(setup.PublicKey, model.Terms));
    }

    /// <summary>The context of every proof of a federation: channel, fid, iteration, phase, the author's dpId, attempt 1.</summary>
    public ProofContext ContextOf(string phase, int iteration, string author) => new(_channel, _model.Fid, iteration, phase, author, Attempt);

    /// <summary>Refuses a masked gradient or masked random number whose proof does not hold for this author here.</summary>
    public void RequireMasked(string phase, int iteration, string author, byte[] payload)
    {
        var context = ContextOf(phase, iteration, author);
        var result = phase == Phases.Beacon ? _beacons.VerifyMasked(context, payload) : _gradients.VerifyMasked(context, payload);
        Require(result, ErrorCodes.BadProof, $"the proof of the {phase} does not verify");
    }

    /// <summary>
    /// Refuses a payload that could never be aggregated: of another length, or with an element that is not a unit below
    /// n². Whether its proof holds is left to the partners.
    /// </summary>
    public void RequireShape(byte[] payload)
    {
        Require(_gradients.CheckMaskedShape(payload), ErrorCodes.BadPayload, "the payload is not a masked gradient");
        Rule.Require(TryAggregate([payload], out _), ErrorCodes.BadPayload, "the payload has an element that is not a ciphertext");
    }

    /// <summary>The sum of masked gradients; false when one of them is a copy of another, which no proof could have covered.</summary>
    public bool TryAggregate(IReadOnlyList<byte[]> gradients, [NotNullWhen(true)] out byte[]? aggregate)
    {
        try
        {
            aggregate = _gradients.Aggregate([.. gradients.Select(payload => new ReadOnlyMemory<byte>(payload))]);
            return true;
        }
        catch (ArgumentException)
        {
            aggregate = null;
            return false;
        }
    }

    /// <summary>The sum of masked random numbers, each of which was verified when it came.</summary>
    public byte[] AggregateBeacons(IReadOnlyList<byte[]> beacons) => _beacons.Aggregate([.. beacons.Select(beacon => new ReadOnlyMemory<byte>(beacon))]);

    /// <summary>Refuses a share of the beacon whose proof does not hold for this member here.</summary>
    public void RequireBeaconShare(int iteration, string author, byte[] aggregate, byte[] share)
    {
        var context = ContextOf(Phases.BeaconShare, iteration, author);
        Require(_beacons.VerifyShare(context, IndexOf(author), aggregate, share), ErrorCodes.BadProof, "the proof of the beacon's share does not verify");
    }

    /// <summary>Whether a member's opened unmasking shares of the documented aggregate are right.</summary>
    public VerificationResult VerifyGradientShare(int iteration, string author, byte[] aggregate, byte[] share) =>
        _gradients.VerifyShare(ContextOf(Phases.Share, iteration, author), IndexOf(author), aggregate, share);

    /// <summary>Opens the documented aggregate with verified shares by author.</summary>
    public VectorSum Unmask(int iteration, byte[] aggregate, IReadOnlyDictionary<string, byte[]> shares) =>
        _gradients.Unmask(
            ContextOf(Phases.Share, iteration, string.Empty),
            aggregate,
            shares.ToDictionary(share => IndexOf(share.Key), share => new ReadOnlyMemory<byte>(share.Value)));

    /// <summary>Opens the beacon with t verified shares.</summary>
    /// <returns>The sum of the contributors' random numbers: big-endian, without leading zeros, lower-case hex.</returns>
    public string OpenBeacon(byte[] aggregate, IReadOnlyList<ShareEntry> shares)
    {
        var payloads = shares.ToDictionary(share => IndexOf(share.Author), share => new ReadOnlyMemory<byte>(share.BeaconShare));
        var opened = _beacons.Combine(aggregate, payloads);
        Require(opened.Outcome, ErrorCodes.BadProof, "the shares do not open the beacon");
        return Convert.ToHexStringLower(opened.Sums[0].ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    // A member's index in the threshold scheme is its place among the federation's members, from 1.
    private int IndexOf(string author) => _model.Dps.ToList().IndexOf(author) + 1;

    private static void Require(VerificationResult result, string code, string text) => Rule.Require(result.IsValid, code, $"{text}: {result}");
}
