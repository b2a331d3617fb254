using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Client;

/// <summary>
/// The attempts to submit one signed transaction. After an attempt that may have arrived, nothing is sent before the
/// commit status was asked for; and what is sent again is the same transaction, never a new one for the same request.
/// </summary>
internal sealed class SubmitAttempts(
    GatewayConnection connection, SubmitRequest request, byte[] result, GatewayTimeouts timeouts, GatewayRetry retry)
{
    private int _uncertain;
    private CommitStatus? _found;

    public async Task<SubmittedTransaction> RunAsync(CancellationToken cancellationToken)
    {
        var pipeline = RetryPipelines.Transient(retry, connection, GatewayService.Submit.Name, request.TransactionId, MayTryAgain);
        try
        {
            await ClientStage.RunAsync("submit", request.ChannelId, request.TransactionId, async () =>
            {
                await pipeline.ExecuteAsync(async token => await TryOnceAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (GrpcException failure)
        {
            // The last word belongs to the ledger. Any earlier attempt that may have arrived counts, whatever the last one said.
            if (_uncertain > 0)
                _found ??= await AskAsync(cancellationToken).ConfigureAwait(false);
            if (_found is null)
                throw new SubmitException(request.TransactionId, failure, _uncertain > 0);
        }
        return SubmittedTransaction.AfterSubmit(connection, request, result, timeouts, retry, _found);
    }

    private async Task TryOnceAsync(CancellationToken cancellationToken)
    {
        if (_uncertain > 0 && (_found = await AskAsync(cancellationToken).ConfigureAwait(false)) is not null)
            return;
        try
        {
            await connection.SubmitOnceAsync(request, timeouts.Submit, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException failure) when (TransientFailure.LeavesSubmitUncertain(failure))
        {
            _uncertain++;
            if (connection.Options.Logger is { } logger)
                ClientLog.SubmitUncertain(logger, request.TransactionId, failure.Message);
            throw;
        }
    }

    private bool MayTryAgain(GrpcException failure)
        => TransientFailure.LeavesSubmitUncertain(failure)
            ? connection.CanSign && _uncertain <= retry.MaxUncertainResends
            : TransientFailure.IsCertainlyNotSubmitted(failure) && TransientFailure.Is(failure);

    private async Task<CommitStatus?> AskAsync(CancellationToken cancellationToken)
    {
        if (!connection.CanSign)
            return null;
        try
        {
            var patience = timeouts with { Commit = timeouts.UncertainSubmit };
            return await SubmittedTransaction.ForTransaction(connection, request.ChannelId, request.TransactionId, patience)
                .GetStatusAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CommitStatusException)
        {
            return null; // no verdict in that time
        }
    }
}
