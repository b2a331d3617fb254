using System.Globalization;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>Finds the payloads that a transaction's records name. Blocks have hashes of private keys only: the records say which keys those are.</summary>
internal static class PayloadClaims
{
    /// <summary>The claims of a transaction, and the keys of records that cannot be read.</summary>
    public static (IReadOnlyList<PayloadClaim> Claims, IReadOnlyList<string> Unreadable) In(EndorsedAction action)
    {
        var claims = new List<PayloadClaim>();
        var unreadable = new List<string>();
        foreach (var write in action.Namespaces.Where(space => space.Namespace == action.ChaincodeName).SelectMany(space => space.Public.Writes))
        {
            if (write.IsDelete || !TryRead(write, out var claim)) continue;
            if (claim is null) unreadable.Add(write.Key);
            else if (claim.Digest.Length > 0) claims.Add(claim);
        }

        return (claims, unreadable);
    }

    // False for a record that names no payload; a null claim for one that should and cannot be read.
    private static bool TryRead(KVWrite write, out PayloadClaim? claim)
    {
        claim = null;
        var attributes = LedgerKeys.TrySplit(write.Key);
        if (attributes.Length < 3 || !int.TryParse(attributes[2], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration)) return false;
        var fid = attributes[1];
        PayloadClaim? Claim(string phase, string author, string? digest, long? bytes) =>
            digest is null ? null : new PayloadClaim(new PayloadReference(fid, iteration, phase, author), digest, bytes, write.Key);
        switch (attributes)
        {
            case ["gradient", _, _, var author]:
                var gradient = LedgerKeys.TryDecode<GradientEntry>(write.Value.Span);
                claim = Claim(Phases.Gradient, author, gradient?.Digest, gradient?.Bytes);
                return true;
            case ["leader", _, _]:
                claim = Claim(Phases.Aggregate, Keys.DocumentedAuthor, LedgerKeys.TryDecode<LeaderEntry>(write.Value.Span)?.Digest, null);
                return true;
            case ["share", _, _, var author]:
                var share = LedgerKeys.TryDecode<ShareEntry>(write.Value.Span);
                claim = Claim(Phases.Share, author, share?.Digest, share?.Bytes);
                return true;
            case ["dispute", _, _]:
                // The evidence comes with the opening; the records that follow only move it on.
                var dispute = LedgerKeys.TryDecode<DisputeRecord>(write.Value.Span);
                if (dispute is { State: not DisputeState.Opening }) return false;
                claim = Claim(Phases.Dispute, dispute?.Opener ?? string.Empty, dispute?.Evidence, null);
                return true;
            case ["confirmation", _, _, var author]:
                // A complaint commits to nothing: its digest is empty.
                claim = Claim(Phases.Preparation, author, LedgerKeys.TryDecode<ConfirmationRecord>(write.Value.Span)?.CommitmentDigest, null);
                return true;
            default:
                return false;
        }
    }
}
