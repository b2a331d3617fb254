using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Verifies what members of one federation submit as anyone in the consortium can: proofs of masked gradients, products of
/// masked gradients, and with the audit key the sealed unmasking shares.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="model">The federation; its members do not change any more.</param>
/// <param name="scheme">Its masking scheme.</param>
/// <param name="auditKey">Opens its shares; null when it was not granted.</param>
internal sealed class WatchedFederation(LedgerClient ledger, ModelRecord model, IMaskingScheme scheme, AuditKey? auditKey)
{
    /// <summary>The attempt that every proof and every sealed share names: nothing is submitted twice.</summary>
    private const int Attempt = 1;

    public Terms Terms => model.Terms;

    /// <summary>Whether sealed shares can be opened.</summary>
    public bool OpensShares => auditKey is not null;

    /// <summary>Whether the proof of a masked gradient fails.</summary>
    public async Task<Verification> GradientAsync(int iteration, GradientEntry entry, CancellationToken cancellationToken)
    {
        if (await PayloadAsync(iteration, Phases.Gradient, entry.Author, entry.Digest, cancellationToken) is not { } payload) return Verification.Expired;
        var result = scheme.VerifyMasked(Context(iteration, Phases.Gradient, entry.Author), payload);
        return result.IsValid ? Verification.Right : Verification.Wrong($"the masked gradient does not verify: {result}");
    }

    /// <summary>The digest of the product of the contributors' masked gradients; null when one of them has expired, or they have no product.</summary>
    public async Task<string?> ProductDigestAsync(RoundState state, CancellationToken cancellationToken)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var entry in state.Gradients.Where(entry => state.Contributors!.Contains(entry.Author)))
        {
            if (await PayloadAsync(state.Iteration, Phases.Gradient, entry.Author, entry.Digest, cancellationToken) is not { } payload) return null;
            payloads.Add(payload);
        }

        try
        {
            return Naming.Digest(scheme.Aggregate(payloads));
        }
        catch (ArgumentException)
        {
            // One is a copy of another: its proof fails too, and that is what is reported.
            return null;
        }
    }

    /// <summary>Whether a sealed share holds none, or one whose proof fails; <see cref="Verification.Opening"/> is then what shows it.</summary>
    public async Task<Verification> ShareAsync(int iteration, string documented, ShareEntry entry, CancellationToken cancellationToken)
    {
        var payload = await PayloadAsync(iteration, Phases.Share, entry.Author, entry.Digest, cancellationToken);
        var aggregate = await PayloadAsync(iteration, Phases.Aggregate, Keys.DocumentedAuthor, documented, cancellationToken);
        if (payload is null || aggregate is null) return Verification.Expired;
        using var key = auditKey!.DeriveShareKey(model.Fid, iteration, Attempt, entry.Author);
        var sealedFor = EnvelopeContexts.GradientShare(ledger.ChannelId, model.Fid, iteration, entry.Author);
        if (!key.TryOpen(payload, sealedFor, out var share, out var rejection))
            return Verification.Wrong($"the sealed share does not open: {rejection}", key.Export());
        var result = scheme.VerifyShare(Context(iteration, Phases.Share, entry.Author), IndexOf(entry.Author), aggregate, share);
        return result.IsValid ? Verification.Right : Verification.Wrong($"the unmasking share does not verify: {result}", key.Export());
    }

    private Task<byte[]?> PayloadAsync(int iteration, string phase, string author, string digest, CancellationToken cancellationToken) =>
        ledger.PayloadAsync(model.Fid, iteration, phase, author, digest, cancellationToken);

    private ProofContext Context(int iteration, string phase, string author) => new(ledger.ChannelId, model.Fid, iteration, phase, author, Attempt);

    private int IndexOf(string dpId) => model.Dps.ToList().IndexOf(dpId) + 1;

    /// <summary>What came of looking at one submission.</summary>
    /// <param name="Fault">Why it is wrong; null when it is right or has expired.</param>
    /// <param name="HasExpired">Whether it could not be looked at.</param>
    /// <param name="Opening">What opens the evidence to the contract, where it is sealed.</param>
    internal sealed record Verification(string? Fault, bool HasExpired, byte[]? Opening)
    {
        public static Verification Right { get; } = new(null, false, null);

        public static Verification Expired { get; } = new(null, true, null);

        public static Verification Wrong(string why, byte[]? opening = null) => new(why, false, opening);
    }
}
