using System.Diagnostics;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Telemetry;

namespace FLChain.Fabric.Client;

/// <summary>Runs one stage of a transaction and measures it: a span, and its duration by outcome.</summary>
internal static class ClientStage
{
    /// <param name="stage">In lower case: endorse, submit, commit_status, evaluate.</param>
    /// <param name="channelId">The channel.</param>
    /// <param name="transactionId">The transaction.</param>
    /// <param name="run">The stage.</param>
    public static async Task<T> RunAsync<T>(string stage, string channelId, string transactionId, Func<Task<T>> run)
    {
        long started = Stopwatch.GetTimestamp();
        using Activity? activity = FabricTelemetry.Start($"fabric.{stage}", ActivityKind.Client, channelId, transactionId);
        var outcome = "ok";
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            outcome = failure is GrpcException call ? call.StatusCode.ToString() : failure is OperationCanceledException ? "cancelled" : "failed";
            // The status alone: a message may carry what a chaincode said.
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
            throw;
        }
        finally
        {
            FabricTelemetry.ClientCalls.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>(FabricTelemetry.StageTag, stage),
                new KeyValuePair<string, object?>(FabricTelemetry.OutcomeTag, outcome));
        }
    }
}
