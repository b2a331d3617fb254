using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// Opens this member's seed of a disputed iteration to the authority alone. Who does not open by the deadline is the
/// culprit; who opens an honest one is cleared by it, because the contract convicts nobody whose seed is in order.
/// </summary>
internal sealed class SeedDesk(LedgerClient ledger, TrainerOptions options, string fid)
{
    private readonly FederationFolder _folder = new(options.StateDirectory, fid);

    /// <summary>Opens the seed when the iteration is disputed and this member's is asked for.</summary>
    /// <returns>Whether it was opened now.</returns>
    public async Task<bool> OpenIfDisputedAsync(int iteration, CancellationToken cancellationToken)
    {
        if (await FindAsync(iteration, cancellationToken) is not { } found || !IsAsked(found)) return false;
        if (_folder.LoadPending(iteration) is not { } pending) return false;
        try
        {
            if (options.Conduct.OpenedSeed(pending.Seed) is not { } seed) return false;
            var envelope = SealedEnvelope.Seal(found.Dispute.Authority, EnvelopeContexts.SeedOpening(fid, iteration, ledger.PartyId), seed);
            return await ledger.SubmitUnlessAsync(
                [ErrorCodes.AlreadySubmitted, ErrorCodes.WrongDisputeState],
                TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.SubmitOpening, new SubmitOpening(fid, iteration, envelope), null, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pending.Seed);
        }
    }

    /// <summary>After a restart: opens the seed of the submission that was kept, if its iteration is disputed.</summary>
    public Task<bool> OpenKeptAsync(CancellationToken cancellationToken) =>
        _folder.PendingIteration() is { } iteration ? OpenIfDisputedAsync(iteration, cancellationToken) : Task.FromResult(false);

    private bool IsAsked(DisputeAnswer found) =>
        found.Dispute.State == DisputeState.Opening
        && found.Dispute.Contributors.Contains(ledger.PartyId)
        && found.Openings.All(opening => opening.Author != ledger.PartyId);

    private async Task<DisputeAnswer?> FindAsync(int iteration, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.DisputeAsync(fid, iteration, cancellationToken);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.NoDispute))
        {
            return null;
        }
    }
}
