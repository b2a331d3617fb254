using System.Diagnostics;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Telemetry;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>Runs the chaincode for one TRANSACTION or INIT message and makes the peer's answer of whatever comes of it.</summary>
internal sealed class TransactionRunner(IChaincode chaincode, ChaincodeServerOptions options, ILogger logger)
{
    /// <summary>What a caller learns of an exception that nobody foresaw: the same words on every machine.</summary>
    public const string UnexpectedFailure = "the transaction failed unexpectedly; the chaincode's log tells why";

    private readonly CreatorCache _creators = new();

    /// <summary>Runs a message that may be anything.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="aborted"/> was cancelled: nobody waits for an answer.</exception>
    public async Task<ChaincodeMessage> RunAsync(ChaincodeMessage message, StateRequests requests, string peer, CancellationToken aborted)
    {
        if (!InvocationFacts.TryRead(message, _creators, out InvocationFacts? facts, out string? fault))
        {
            ShimLog.InvocationMalformed(logger, ShimLog.Shown(message.Txid), peer, fault);
            return Failed(message, $"the chaincode cannot run the invocation: {fault}");
        }

        ChaincodeStub stub = new(facts, requests, logger);
        ChaincodeResponse response = await MeasureAsync(stub, aborted);
        // A legacy initialization has no response of its own: its failure is an ERROR.
        return message.Type == MessageType.Init && !response.IsOk
            ? Failed(message, response.Message)
            : Completed(message, response, stub.Event);
    }

    /// <summary>Says to the peer that the transaction was not run, or not to its end: the contract has not answered.</summary>
    public static ChaincodeMessage Failed(ChaincodeMessage message, string reason) => new()
    {
        Type = MessageType.Error,
        Txid = message.Txid,
        ChannelId = message.ChannelId,
        Payload = ByteString.CopyFromUtf8(reason),
    };

    /// <summary>The contract's answer in place of one that it did not give.</summary>
    public static ChaincodeMessage Refused(ChaincodeMessage message, string reason) =>
        message.Type == MessageType.Init ? Failed(message, reason) : Answer(message, ChaincodeResponse.Error(reason), null);

    private async Task<ChaincodeResponse> MeasureAsync(ChaincodeStub stub, CancellationToken aborted)
    {
        long started = Stopwatch.GetTimestamp();
        using Activity? activity = FabricTelemetry.Start("fabric.chaincode", ActivityKind.Server, stub.ChannelId, stub.TransactionId);
        string outcome = "abandoned";
        try
        {
            ChaincodeResponse response = await RunAsync(stub, aborted);
            outcome = response.IsOk ? "ok" : "refused";
            activity?.SetStatus(response.IsOk ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            return response;
        }
        finally
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            FabricTelemetry.ChaincodeTransactions.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(FabricTelemetry.OutcomeTag, outcome));
            LogLevel level = outcome == "ok" ? LogLevel.Debug : LogLevel.Information;
            ShimLog.TransactionEnded(logger, level, stub.TransactionId, outcome, elapsed.TotalMilliseconds);
        }
    }

    private async Task<ChaincodeResponse> RunAsync(ChaincodeStub stub, CancellationToken aborted)
    {
        if (OutsideTolerance(stub.Timestamp) is { } refusal)
        {
            ShimLog.TransactionRefused(logger, stub.TransactionId, refusal);
            return ChaincodeResponse.Error(refusal);
        }

        ChaincodeResponse response = await InvokeAsync(stub, aborted);
        if (!await stub.EndAsync())
        {
            var cause = new InvalidOperationException("The chaincode returned while a call of its stub was under way: it did not await it.");
            ShimLog.TransactionFailed(logger, stub.TransactionId, cause);
            return ChaincodeResponse.Error(UnexpectedFailure);
        }

        return response;
    }

    private string? OutsideTolerance(DateTimeOffset timestamp)
    {
        TimeSpan age = options.TimeProvider.GetUtcNow() - timestamp;
        if (options.TimestampAhead is { } ahead && -age > ahead)
        {
            return $"the transaction's timestamp is more than {ahead} ahead of this peer's time";
        }

        return options.TimestampBehind is { } behind && age > behind
            ? $"the transaction's timestamp is more than {behind} behind this peer's time"
            : null;
    }

    private async Task<ChaincodeResponse> InvokeAsync(ChaincodeStub stub, CancellationToken aborted)
    {
        try
        {
            return await chaincode.InvokeAsync(stub, aborted) ?? throw new InvalidOperationException("The chaincode returned no response.");
        }
        catch (StateRequestException exception)
        {
            ShimLog.StateRequestFailed(logger, stub.TransactionId, exception.Message, ShimLog.Shown(exception.PeerMessage));
            return ChaincodeResponse.Error(exception.Message);
        }
#pragma warning disable CA1031 // Whatever a contract throws ends its transaction and nothing else.
        catch (Exception exception) when (!aborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ShimLog.TransactionFailed(logger, stub.TransactionId, exception);
            return ChaincodeResponse.Error(UnexpectedFailure);
        }
    }

    private ChaincodeMessage Completed(ChaincodeMessage message, ChaincodeResponse response, ChaincodeEvent? chaincodeEvent)
    {
        ChaincodeMessage answer = Answer(message, response, response.IsOk ? chaincodeEvent : null);
        int bytes = answer.CalculateSize();
        if (bytes <= options.MaxMessageBytes)
        {
            return answer;
        }

        string reason = $"the result of {bytes} bytes is larger than a peer takes ({options.MaxMessageBytes} bytes)";
        ShimLog.TransactionRefused(logger, ShimLog.Shown(message.Txid), reason);
        return Refused(message, reason);
    }

    private static ChaincodeMessage Answer(ChaincodeMessage message, ChaincodeResponse response, ChaincodeEvent? chaincodeEvent)
    {
        var body = new Response { Status = response.Status, Message = response.Message, Payload = ByteString.CopyFrom(response.Payload.Span) };
        return new ChaincodeMessage
        {
            Type = MessageType.Completed,
            Txid = message.Txid,
            ChannelId = message.ChannelId,
            Payload = body.ToByteString(),
            ChaincodeEvent = chaincodeEvent,
        };
    }
}
