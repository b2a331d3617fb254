using FLChain.Fabric.Grpc;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>The attempts at one call about a transaction that changes nothing, on one peer after the other, within one time-out. Not safe for concurrent use.</summary>
internal sealed class CallAttempts(GatewayConnection connection, string transactionId, TimeSpan timeout, GatewayRetry retry)
{
    private readonly long _start = connection.Options.TimeProvider.GetTimestamp();
    private GrpcException? _last;
    private int _mismatches;
    private int _brokenOff;

    private TimeSpan Remaining => timeout - connection.Options.TimeProvider.GetElapsedTime(_start);

    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var pipeline = RetryPipelines.Transient(retry, connection, method.Name, transactionId, failure => MayAskAgain(failure) && Remaining > TimeSpan.Zero);
        return await pipeline.ExecuteAsync(
            async token =>
            {
                // The delay may have used up the rest: then the reason is worth more than "deadline exceeded".
                if (_last is not null && Remaining <= TimeSpan.Zero)
                    throw _last;
                return await connection.Peers.CallAsync(
                    (channel, tried) => TryAsync(channel, method, request, tried, token),
                    failure => MayAskAgain(failure) || MayBeSlow(failure)).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<TResponse> TryAsync<TRequest, TResponse>(
        GrpcChannel channel, GrpcMethod<TRequest, TResponse> method, TRequest request, int tried, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        // A peer that hangs must leave time for the next one.
        var deadline = tried == 0 && connection.Peers.Count > 1 ? Remaining * 3 / 4 : Remaining;
        try
        {
            return await channel.UnaryAsync(method, request, new GrpcCallOptions { Deadline = deadline }, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException failure)
        {
            _last = failure;
            if (TransientFailure.IsMismatch(failure))
                _mismatches++;
            if (TransientFailure.IsBrokenOff(failure))
                _brokenOff++;
            throw;
        }
    }

    private bool MayAskAgain(GrpcException failure)
        => TransientFailure.Is(failure)
            || (TransientFailure.IsMismatch(failure) && _mismatches <= retry.MaxMismatchRetries)
            || (TransientFailure.IsBrokenOff(failure) && _brokenOff <= retry.MaxBrokenOffRetries);

    private bool MayBeSlow(GrpcException failure) => failure.StatusCode == GrpcStatusCode.DeadlineExceeded && Remaining > TimeSpan.Zero;
}
