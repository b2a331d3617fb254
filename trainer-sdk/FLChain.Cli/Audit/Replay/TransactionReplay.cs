using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.State;
using FLChain.Core.Requests;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Shim;

namespace FLChain.Cli.Audit.Replay;

/// <summary>
/// Runs the contracts again for a transaction that took effect. The valid transactions of a block have read nothing that
/// another of them wrote, so each one saw the state before the block, and they can run side by side.
/// </summary>
internal sealed class TransactionReplay(IChaincode chaincode, LedgerState state, PayloadShelf shelf)
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoTransient = [];
    private readonly BroughtEvidence _evidence = new(state, shelf);

    /// <param name="checkedTransaction">The transaction; its creator and action are known.</param>
    /// <param name="payload">What travelled with the proposal as transient data and was kept; null for a transaction that keeps nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ReplayOutcome> RunAsync(CheckedTransaction checkedTransaction, byte[]? payload, CancellationToken cancellationToken)
    {
        var transaction = checkedTransaction.Transaction!;
        var action = transaction.Action!;
        var identity = checkedTransaction.Creator!.Identity;
        var invocation = new ReplayInvocation(
            transaction.TransactionId,
            transaction.ChannelId,
            transaction.Timestamp,
            action.Arguments,
            payload is null ? await TransientAsync(action, cancellationToken) : Transient(payload),
            new ClientIdentity(identity.MspId, identity.Certificate));
        var stub = new ReplayStub(
            action.ChaincodeName, state, invocation, new ReplayPrivateData(action.ChaincodeName, state, shelf, action.Namespaces));
        try
        {
            var response = await chaincode.InvokeAsync(stub, cancellationToken);
            return new ReplayOutcome(new ReplayComparison(action, transaction.TransactionId, stub.Sets, response).Compare());
        }
        catch (ReplayGapException gap)
        {
            return new ReplayOutcome([], gap.Message);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or AuditSourceException))
        {
            // Whatever a contract throws beyond its own refusals is a defect that its hosts turn into a refusal.
            return new ReplayOutcome([new ReplayDifference(null, $"a refusal: the contracts fail ({exception.GetType().Name})", "a transaction that took effect")]);
        }
    }

    private async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> TransientAsync(EndorsedAction action, CancellationToken cancellationToken) =>
        await _evidence.FindAsync(action, cancellationToken) switch
        {
            null => NoTransient,
            { Bytes: { } brought } => Transient(brought),
            var gone => new ExpiredTransient($"the evidence travelled with the report: {gone.Reason}"),
        };

    private static Dictionary<string, ReadOnlyMemory<byte>> Transient(byte[] payload) => new() { [TransientNames.Payload] = payload };
}
