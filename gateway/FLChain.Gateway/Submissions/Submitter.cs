using FLChain.Core.Encoding;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using FLChain.Gateway.Ledger;

namespace FLChain.Gateway.Submissions;

/// <summary>Makes transactions in the name of users whose keys the gateway keeps. Safe for concurrent use.</summary>
internal sealed class Submitter(LedgerAccess ledger, UserDirectory users, LedgerIndex index)
{
    private const int MostTries = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(2);

    /// <summary>Submits and waits until the transaction has taken effect; one that lost to another is made again.</summary>
    /// <param name="user">In whose name.</param>
    /// <param name="key">Idempotency key of the request; null where a repeat does no harm.</param>
    /// <param name="contract">Contract.</param>
    /// <param name="transaction">Transaction.</param>
    /// <param name="request">Its argument; null for none.</param>
    /// <param name="cancellationToken">Gives up before the transaction is submitted.</param>
    /// <param name="payload">What travels beside the transaction, to the endorsing peers alone; null for nothing.</param>
    /// <exception cref="ProblemException">The gateway does not keep the user's key, or the transaction had no effect.</exception>
    /// <exception cref="FabricException">A stage failed.</exception>
    public async Task<Committed> SubmitAsync(
        GatewayUser user, RequestKey? key, string contract, string transaction, object? request, CancellationToken cancellationToken, byte[]? payload = null)
    {
        using var identity = Identity(user);
        await using var gateway = ledger.As(user, identity.Signer);
        var called = gateway.GetNetwork(ledger.Channel).GetContract(ledger.Chaincode, contract);
        ReadOnlyMemory<byte>[] arguments = request is null ? [] : [CanonicalJson.Encode(request.GetType(), request)];
        var options = payload is null
            ? new ProposalOptions()
            : new ProposalOptions { EndorsingOrganizations = ledger.EndorsingOrganizations, Transient = new Dictionary<string, ReadOnlyMemory<byte>> { [TransientNames.Payload] = payload } };
        for (var tries = 1; ; tries++)
        {
            var prepared = await called.NewProposal(transaction, arguments, options).EndorseAsync(cancellationToken);
            var signature = identity.Signer.Sign(prepared.Digest);
            key?.Prepared(new PreparedRequest(prepared.TransactionId, prepared.Bytes, signature));

            // From here on the transaction may take effect, whether or not the caller still waits.
            var submitted = await prepared.WithSignature(signature).SubmitAsync(CancellationToken.None);
            var status = await submitted.GetStatusAsync(CancellationToken.None);
            if (status.IsSuccessful) return await SeenAsync(Committed.Of(status.TransactionId, status.BlockNumber, prepared.Result));
            if (!IsConflict(status) || tries == MostTries) throw NoEffect(status);
            await Task.Delay(FirstDelay * tries, cancellationToken);
        }
    }

    /// <summary>Goes on with a transaction of which it is not known whether it was submitted, or took effect.</summary>
    /// <exception cref="ProblemException">It certainly has no effect.</exception>
    /// <exception cref="FabricException">It is still not known.</exception>
    public async Task<Committed> ResumeAsync(GatewayUser user, PreparedRequest prepared)
    {
        using var identity = Identity(user);
        await using var gateway = ledger.As(user, identity.Signer);
        var transaction = gateway.NewSignedTransaction(prepared.Transaction, prepared.Signature);
        return await CommitAsync(transaction);
    }

    /// <summary>Submits a transaction that was signed elsewhere, unless it took effect before.</summary>
    public async Task<Committed> CommitAsync(PreparedTransaction transaction)
    {
        var status = await VerdictAsync(transaction.TransactionId, KnownWithin);
        if (status is null)
        {
            await transaction.SubmitAsync(CancellationToken.None);
            status = await ledger.Service.GetCommitStatusAsync(transaction.TransactionId);
        }

        return status.IsSuccessful ? await SeenAsync(Committed.Of(status.TransactionId, status.BlockNumber, transaction.Result)) : throw NoEffect(status);
    }

    // Who has its answer and asks for what it has done should find it, if the index follows at all.
    private async Task<Committed> SeenAsync(Committed committed)
    {
        await index.ReachAsync(committed.Block, SeenWithin);
        return committed;
    }

    private async Task<CommitStatus?> VerdictAsync(string transactionId, TimeSpan patience)
    {
        try
        {
            return await ledger.Service.GetCommitStatusAsync(transactionId, patience);
        }
        catch (CommitStatusException)
        {
            return null;
        }
    }

    private SigningIdentity Identity(GatewayUser user) =>
        users.OpenIdentity(user) ?? throw new ProblemException(
            StatusCodes.Status409Conflict, GatewayErrorCodes.KeyIsYours, "the gateway does not keep your key: prepare the transaction, sign its digest, and submit it (/v1/transactions)");

    private static bool IsConflict(CommitStatus status) =>
        status.Code is Fabric.Protos.TxValidationCode.MvccReadConflict or Fabric.Protos.TxValidationCode.PhantomReadConflict;

    private static ProblemException NoEffect(CommitStatus status) => IsConflict(status)
        ? new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.Conflict, "other transactions came first, again and again: try once more", status.TransactionId)
        : new ProblemException(StatusCodes.Status502BadGateway, GatewayErrorCodes.LedgerRefused, $"the transaction had no effect: {status.Code}", status.TransactionId);
}
