using FLChain.Fabric.Grpc;
using FLChain.Fabric.Telemetry;
using Polly;
using Polly.Retry;

namespace FLChain.Fabric.Client;

/// <summary>The retries of the client, with jittered delays that double.</summary>
internal static class RetryPipelines
{
    /// <summary>For failures of calls about a transaction.</summary>
    public static ResiliencePipeline Transient(
        GatewayRetry retry, GatewayConnection connection, string what, string transactionId, Func<GrpcException, bool> shouldRetry)
        => Build<GrpcException>(retry.MaxRetries, retry.FirstDelay, retry.LongestDelay, connection, what, _ => transactionId, shouldRetry);

    /// <summary>For transactions that lost to another one.</summary>
    public static ResiliencePipeline Conflict(GatewayRetry retry, GatewayConnection connection, string what)
        => Build<CommitException>(
            retry.MaxConflictRetries, retry.FirstConflictDelay, retry.LongestDelay, connection, what, failure => failure.TransactionId, failure => failure.IsConflict);

    private static ResiliencePipeline Build<TException>(
        int retries,
        TimeSpan firstDelay,
        TimeSpan longestDelay,
        GatewayConnection connection,
        string what,
        Func<TException, string> transactionOf,
        Func<TException, bool> shouldRetry)
        where TException : Exception
    {
        if (retries == 0)
            return ResiliencePipeline.Empty;
        var builder = new ResiliencePipelineBuilder { TimeProvider = connection.Options.TimeProvider };
        return builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstDelay,
            MaxDelay = longestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is TException failure && shouldRetry(failure)),
            OnRetry = arguments =>
            {
                FabricTelemetry.ClientRetries.Add(1, new KeyValuePair<string, object?>(FabricTelemetry.StageTag, what));
                var failure = (TException)arguments.Outcome.Exception!;
                if (connection.Options.Logger is { } logger)
                    ClientLog.Retrying(logger, transactionOf(failure), what, arguments.AttemptNumber + 1, arguments.RetryDelay, failure.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }
}
