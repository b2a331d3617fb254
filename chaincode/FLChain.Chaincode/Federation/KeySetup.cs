using System.Numerics;
using FLChain.Core.Events;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// PostSetup: the authority, as the paper's CryptoSystem, posts PK_FLM with the proof that its modulus is well formed,
/// and each member's secrets sealed to that member (Algorithm 2). It deals again when a dealing is void, or when a member
/// has complained and those who confirmed are too few to start without it.
/// </summary>
internal static class KeySetup
{
    /// <summary>Largest envelope of one member's secrets, in bytes.</summary>
    public const int MaxEnvelopeBytes = 64 * 1024;

    public static async Task RunAsync(LedgerContext context, PostSetup request)
    {
        await context.RequireAuthorityAsync();
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Preparing);
        var attempt = await NextAttemptAsync(context, model);
        RequireEnvelopes(request.Shares, model);
        RequireFits(request, model);

        await context.PutAsync(Keys.Setup(model.Fid), new SetupRecord(model.Fid, attempt, request.PublicKey, request.Proof, request.Shares, context.Now));
        context.Emit(
            TransactionNames.Federation.Contract,
            TransactionNames.Federation.PostSetup,
            new LedgerEvent(Fid: model.Fid, Author: context.Caller.PartyId, Reference: attempt.ToString()));
    }

    /// <summary>A commitment to the initial weights has the form of a ciphertext: 0 &lt; C &lt; n², a unit, at its full width.</summary>
    public static void RequireCiphertext(ModelRecord model, SetupRecord setup, byte[] ciphertext)
    {
        var key = Read(setup.PublicKey, model.Terms);
        var value = new BigInteger(ciphertext, isUnsigned: true, isBigEndian: true);
        Rule.Require(
            ciphertext.Length == key.CiphertextBytes
                && value.Sign > 0
                && value < key.ModulusSquared
                && BigInteger.GreatestCommonDivisor(value, key.Modulus).IsOne,
            ErrorCodes.BadArgument,
            "the commitment to the initial weights is not a ciphertext under the federation's key");
    }

    private static async Task<int> NextAttemptAsync(LedgerContext context, ModelRecord model)
    {
        if (await context.GetAsync<SetupRecord>(Keys.Setup(model.Fid)) is not { } standing) return 1;
        if (await context.ExistsAsync(Keys.VoidSetup(model.Fid, standing.Attempt))) return standing.Attempt + 1;
        var confirmations = await context.ListAsync<ConfirmationRecord>(Keys.Confirmations(model.Fid, standing.Attempt), model.Dps.Count);
        Rule.Require(
            confirmations.Any(confirmation => confirmation.Complaint),
            ErrorCodes.SetupState,
            $"attempt {standing.Attempt} stands and no member complains of it");

        // A complaint costs nothing and shows nothing: it does not undo what the others have confirmed.
        Rule.Require(
            !await Preparation.WillStartAsync(context, model, confirmations),
            ErrorCodes.SetupState,
            $"attempt {standing.Attempt} stands: enough members have confirmed it to start without those who complain");
        return standing.Attempt + 1;
    }

    private static void RequireEnvelopes(IReadOnlyList<SealedShare> shares, ModelRecord model)
    {
        Rule.Require(
            shares.Select(share => share.DpId).SequenceEqual(model.Dps, StringComparer.Ordinal),
            ErrorCodes.BadSetup,
            "there is one envelope for each member, in the order of the members");
        Rule.Require(
            shares.All(share => share.Envelope.Length is >= 1 and <= MaxEnvelopeBytes),
            ErrorCodes.BadSetup,
            $"an envelope has 1 to {MaxEnvelopeBytes} bytes");
    }

    // The members check their shares and the proofs of every iteration against this key: it has to be the one that the
    // terms promise, and as well formed as can be shown without the factors of its modulus.
    private static void RequireFits(PostSetup request, ModelRecord model)
    {
        var terms = model.Terms;
        var key = Read(request.PublicKey, terms);
        Rule.Require(
            key.Trainers == model.Dps.Count && key.Threshold == terms.Threshold && key.ModulusBits == terms.ModulusBits,
            ErrorCodes.BadSetup,
            $"the key is for {key.Threshold} of {key.Trainers} trainers and {key.ModulusBits} bits, "
                + $"not for {terms.Threshold} of {model.Dps.Count} and {terms.ModulusBits}");
        var verdict = KeyProof.Verify(key, request.Proof);
        Rule.Require(verdict.IsValid, ErrorCodes.BadSetup, $"the proof that the key is well formed does not verify: {verdict}");
    }

    // Which moduli may be short is the policy's decision, made when the terms were published.
    /// <summary>A federation's key from its canonical form.</summary>
    /// <exception cref="ContractException">The bytes are not one of the terms' kind.</exception>
    public static ThresholdPublicKey Read(byte[] publicKey, Terms terms)
    {
        var sizes = terms.ModulusBits < SecurityParameters.DefaultModulusBits ? KeySizePolicy.InsecureTestsOnly : KeySizePolicy.Production;
        return DecodedKeys.TryRead(publicKey, sizes, out var key)
            ? key
            : throw new ContractException(ErrorCodes.BadSetup, "the public key is not one in its canonical form");
    }
}
