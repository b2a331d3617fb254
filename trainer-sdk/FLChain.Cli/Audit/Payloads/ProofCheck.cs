using System.Collections.Concurrent;
using FLChain.Cli.Audit.Replay;
using FLChain.Cli.Audit.State;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>
/// What payloads prove: masked gradients carry valid proofs, a documented aggregate is the product of its contributors'
/// gradients, and with the audit key, each sealed share is a share of that aggregate. Called block by block; the
/// cryptography runs beside.
/// </summary>
internal sealed class ProofCheck(AuditOptions options, LedgerState state, PayloadShelf shelf, AuditJournal journal) : IDisposable
{
    private readonly FederationSchemes _schemes = new(options, state);
    private readonly BackgroundWork _work = new(options.MaxDegreeOfParallelism);
    private readonly ConcurrentQueue<Suspicion> _suspicions = [];

    /// <summary>Checks a payload before its block is applied: everything it rests on was written by earlier blocks.</summary>
    /// <param name="payload">The payload; those that are not there were reported already.</param>
    /// <param name="record">The record that names it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CheckAsync(CheckedPayload payload, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var reference = payload.Claim.Reference;
        if (reference.Phase is Phases.Preparation or Phases.Dispute || payload.Fetched.State == PayloadState.OutOfScope) return;
        if (_schemes.Of(reference.Fid) is not { } scheme)
        {
            journal.Error(AuditCheckKind.Proofs, payload.Place, "a federation with a dealt key", "records that give none");
            return;
        }

        switch (reference.Phase)
        {
            case Phases.Gradient:
                await CheckGradientAsync(scheme, payload, cancellationToken);
                break;
            case Phases.Aggregate:
                await CheckAggregateAsync(scheme, payload, record, cancellationToken);
                break;
            case Phases.Share when options.AuditKey is not null:
                await CheckShareAsync(scheme, payload, cancellationToken);
                break;
            case Phases.Share:
                journal.Skip(AuditCheckKind.Shares, "no audit key opens the sealed share", payload.Place);
                break;
        }
    }

    /// <summary>Waits for the cryptography, then holds what did not verify against the faults that the ledger knows at its end.</summary>
    public async Task FinishAsync()
    {
        await _work.FinishAsync();
        foreach (var suspicion in _suspicions)
        {
            var (fid, iteration, author) = (suspicion.Reference.Fid, suspicion.Reference.Iteration, suspicion.Reference.Author);
            if (state.Get(options.ChaincodeName, Keys.Fault(fid, iteration, suspicion.Kind, author)) is not null)
                journal.Note(suspicion.Check, suspicion.Place, suspicion.Expected, $"{suspicion.Found}; the fault was proven on the ledger and its author has paid");
            else
                journal.Error(suspicion.Check, suspicion.Place, suspicion.Expected, $"{suspicion.Found}, and no fault was proven");
        }
    }

    public void Dispose() => _work.Dispose();

    private async Task CheckGradientAsync(FederationScheme scheme, CheckedPayload payload, CancellationToken cancellationToken)
    {
        if (payload.Fetched.Bytes is not { } bytes)
        {
            journal.Skip(AuditCheckKind.Proofs, payload.Fetched.Reason, payload.Place);
            return;
        }

        var reference = payload.Claim.Reference;
        journal.Examined(AuditCheckKind.Proofs);
        await _work.AddAsync(
            () =>
            {
                var result = scheme.Gradients.VerifyMasked(scheme.ContextOf(Phases.Gradient, reference.Iteration, reference.Author), bytes);
                if (!result.IsValid)
                    _suspicions.Enqueue(new Suspicion(
                        AuditCheckKind.Proofs, FaultKind.IncorrectGradient, reference, payload.Place, "a masked gradient with a valid proof", result.ToString()));
            },
            cancellationToken);
    }

    private async Task CheckAggregateAsync(FederationScheme scheme, CheckedPayload payload, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var reference = payload.Claim.Reference;
        if (LedgerKeys.TryDecode<LeaderEntry>(record.Span) is not { } leader) return;
        var gradients = new List<ReadOnlyMemory<byte>>();
        foreach (var author in leader.Contributors)
        {
            var gradient = await FindAsync(reference with { Phase = Phases.Gradient, Author = author }, cancellationToken);
            if (gradient is not { Bytes: { } bytes })
            {
                journal.Skip(AuditCheckKind.Aggregates, gradient?.Reason ?? "a contributor's gradient was never written", payload.Place);
                return;
            }

            gradients.Add(bytes);
        }

        journal.Examined(AuditCheckKind.Aggregates);
        await _work.AddAsync(() => Recompute(scheme, gradients, leader.Digest, payload.Place), cancellationToken);
    }

    private void Recompute(FederationScheme scheme, List<ReadOnlyMemory<byte>> gradients, string digest, AuditPlace place)
    {
        try
        {
            var product = Naming.Digest(scheme.Gradients.Aggregate(gradients));
            if (product != digest) journal.Error(AuditCheckKind.Aggregates, place, $"the product of the gradients, SHA-512 {product}", $"SHA-512 {Printable.Text(digest)}");
        }
        catch (ArgumentException fault)
        {
            journal.Error(AuditCheckKind.Aggregates, place, "the product of different masked gradients", fault.Message);
        }
    }

    private async Task CheckShareAsync(FederationScheme scheme, CheckedPayload payload, CancellationToken cancellationToken)
    {
        var reference = payload.Claim.Reference;
        var documented = await FindAsync(reference with { Phase = Phases.Aggregate, Author = Keys.DocumentedAuthor }, cancellationToken);
        if (payload.Fetched.Bytes is not { } share || documented is not { Bytes: { } aggregate })
        {
            journal.Skip(AuditCheckKind.Shares, "the share or the aggregate that it belongs to is not there any more", payload.Place);
            return;
        }

        journal.Examined(AuditCheckKind.Shares);
        await _work.AddAsync(() => Open(scheme, reference, share, aggregate, payload.Place), cancellationToken);
    }

    private void Open(FederationScheme scheme, PayloadReference reference, byte[] share, byte[] aggregate, AuditPlace place)
    {
        using var key = options.AuditKey!.DeriveShareKey(reference.Fid, reference.Iteration, FederationScheme.Attempt, reference.Author);
        if (!key.TryOpen(share, scheme.ShareContextOf(reference.Iteration, reference.Author), out var opened, out var rejection))
        {
            _suspicions.Enqueue(new Suspicion(
                AuditCheckKind.Shares, FaultKind.IncorrectShare, reference, place, "a share sealed to the federation's key", $"it does not open: {rejection}"));
            return;
        }

        var context = scheme.ContextOf(Phases.Share, reference.Iteration, reference.Author);
        var result = scheme.Gradients.VerifyShare(context, scheme.IndexOf(reference.Author), aggregate, opened);
        if (!result.IsValid)
            _suspicions.Enqueue(new Suspicion(AuditCheckKind.Shares, FaultKind.IncorrectShare, reference, place, "an unmasking share with a valid proof", result.ToString()));
    }

    private async Task<FetchedPayload?> FindAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        var collection = new CollectionId(options.ChaincodeName, Keys.PayloadCollection);
        if (!Naming.IsPartyId(reference.Author) && reference.Author != Keys.DocumentedAuthor) return null;
        return state.GetHash(collection, ReplaySets.Hash(PayloadKeys.Of(reference))) is { } hash
            ? await shelf.GetAsync(reference, hash.Bytes, cancellationToken)
            : null;
    }

    /// <summary>A submission that does not verify: misbehavior that was punished, or that nobody noticed.</summary>
    private sealed record Suspicion(AuditCheckKind Check, FaultKind Kind, PayloadReference Reference, AuditPlace Place, string Expected, string Found);
}
