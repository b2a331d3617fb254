using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FLChain.Fabric.Telemetry;

/// <summary>
/// Traces and metrics of client and chaincode service, in the runtime's own form: any OpenTelemetry SDK listens by naming
/// <see cref="Name"/> as source and meter. Nothing is measured while nobody listens, and no argument, value or transient
/// data is ever part of it.
/// <para>
/// A transaction's id is its trace: the trace id is the id's first 16 bytes, the id of the unwritten root span the next 8.
/// So client and endorsers of one transaction meet in one trace although Fabric carries no trace context, and who has a
/// transaction's id has its trace. Where the client is within another trace, its spans stay there and link to this one.
/// </para>
/// </summary>
public static class FabricTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "FLChain.Fabric";

    internal const string TransactionTag = "fabric.transaction.id";
    internal const string ChannelTag = "fabric.channel";
    internal const string OutcomeTag = "outcome";
    internal const string StageTag = "stage";

    internal static ActivitySource Source { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static Histogram<double> ClientCalls { get; } =
        Meter.CreateHistogram<double>("flchain.fabric.client.call.duration", "s", "Calls of the gateway, retries included, by stage and outcome.");

    internal static Counter<long> ClientRetries { get; } =
        Meter.CreateCounter<long>("flchain.fabric.client.retries", "{retry}", "Calls and transactions that were tried again.");

    internal static Histogram<double> ChaincodeTransactions { get; } =
        Meter.CreateHistogram<double>("flchain.fabric.chaincode.transaction.duration", "s", "Transactions that the chaincode ran, by outcome.");

    internal static UpDownCounter<long> ChaincodeRunning { get; } =
        Meter.CreateUpDownCounter<long>("flchain.fabric.chaincode.transactions", "{transaction}", "Transactions that run or wait.");

    internal static Counter<long> ChaincodeRefused { get; } =
        Meter.CreateCounter<long>("flchain.fabric.chaincode.refused", "{transaction}", "Transactions refused because the service was busy or stopping.");

    internal static UpDownCounter<long> ChaincodePeers { get; } =
        Meter.CreateUpDownCounter<long>("flchain.fabric.chaincode.peers", "{peer}", "Peers whose stream is ready.");

    /// <summary>The trace of a transaction.</summary>
    /// <param name="transactionId">64 characters of lower-case hex.</param>
    /// <returns>The context of its root span; the default where the text is no transaction id.</returns>
    public static ActivityContext ContextOf(string transactionId)
    {
        ArgumentNullException.ThrowIfNull(transactionId);
        return transactionId.Length == 64 && transactionId.All(char.IsAsciiHexDigitLower)
            ? new ActivityContext(
                ActivityTraceId.CreateFromString(transactionId.AsSpan(0, 32)),
                ActivitySpanId.CreateFromString(transactionId.AsSpan(32, 16)),
                ActivityTraceFlags.Recorded,
                isRemote: true)
            : default;
    }

    /// <summary>A span of a transaction; null while nobody listens.</summary>
    internal static Activity? Start(string name, ActivityKind kind, string channelId, string transactionId)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext own = ContextOf(transactionId);
        // A service is called over one stream for all transactions, and the stream's own span says nothing about any of them.
        Activity? activity = kind == ActivityKind.Client && Activity.Current is { } outer
            ? Source.StartActivity(name, kind, outer.Context, links: own == default ? null : [new ActivityLink(own)])
            : Source.StartActivity(name, kind, own);
        activity?.SetTag(TransactionTag, transactionId);
        activity?.SetTag(ChannelTag, channelId);
        return activity;
    }
}
