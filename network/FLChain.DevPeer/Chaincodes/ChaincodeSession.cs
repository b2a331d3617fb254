using System.Collections.Concurrent;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>One stream to a chaincode service, from its registration to its end. Transactions run over it side by side.</summary>
internal sealed class ChaincodeSession : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ActiveTransaction> active = new(StringComparer.Ordinal);
    private readonly GrpcDuplexCall<ChaincodeMessage, ChaincodeMessage> call;
    private readonly IAsyncEnumerator<ChaincodeMessage> incoming;
    private readonly string packageId;
    private readonly ILogger logger;
    private Task receiving = Task.CompletedTask;
    private volatile bool ended;

    private ChaincodeSession(GrpcDuplexCall<ChaincodeMessage, ChaincodeMessage> call, string packageId, ILogger logger)
    {
        this.call = call;
        this.packageId = packageId;
        this.logger = logger;
        incoming = call.ReadAllAsync().GetAsyncEnumerator();
    }

    public bool HasEnded => ended;

    /// <summary>Takes the service's registration on a fresh stream. Disposing the session disposes the call.</summary>
    /// <exception cref="ChaincodeException">The service registers as another chaincode, or not at all.</exception>
    /// <exception cref="GrpcException">The stream broke.</exception>
    public static async Task<ChaincodeSession> OpenAsync(
        GrpcDuplexCall<ChaincodeMessage, ChaincodeMessage> call, string packageId, TimeSpan patience, ILogger logger)
    {
        var session = new ChaincodeSession(call, packageId, logger);
        try
        {
            await session.RegisterAsync(patience);
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
        session.receiving = Task.Run(session.ReceiveAsync);
        return session;
    }

    /// <summary>Runs one transaction to its end.</summary>
    /// <exception cref="ChaincodeException">The stream ended, the time is over, or the same transaction runs already.</exception>
    public async Task<ChaincodeOutcome> RunAsync(ActiveTransaction transaction, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var id = transaction.Invocation.TransactionId;
        if (!active.TryAdd(id, transaction))
            throw new ChaincodeException($"txid: {id}({transaction.Invocation.ChannelId}) exists");
        try
        {
            // After it is listed: either the receiving loop sees it when the stream ends, or this sees the end.
            if (ended)
                throw StreamTerminated();
            var request = transaction.Reply(Type.Transaction, transaction.Invocation.Input);
            request.Proposal = transaction.Invocation.Proposal;
            await call.WriteAsync(request, cancellationToken);
            return await transaction.Outcome.WaitAsync(timeout, cancellationToken);
        }
        catch (GrpcException exception)
        {
            throw new ChaincodeException($"chaincode stream terminated: {exception.Detail}", exception);
        }
        catch (TimeoutException exception)
        {
            throw new ChaincodeException("timeout expired while executing transaction", exception);
        }
        finally
        {
            active.TryRemove(id, out _);
            await transaction.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await call.DisposeAsync();
        await receiving;
        await incoming.DisposeAsync();
    }

    private async Task RegisterAsync(TimeSpan patience)
    {
        var first = incoming.MoveNextAsync().AsTask();
        var inTime = await Task.WhenAny(first, Task.Delay(patience)) == first;
        if (!inTime || !await first)
            throw new ChaincodeException("The service does not register.");
        var register = incoming.Current;
        var name = register.Type == Type.Register ? NameIn(register.Payload) : null;
        if (name != packageId)
            throw new ChaincodeException($"The service registers as '{name}', not as '{packageId}'.");
        await call.WriteAsync(new ChaincodeMessage { Type = Type.Registered });
        await call.WriteAsync(new ChaincodeMessage { Type = Type.Ready });
    }

    private static string? NameIn(ByteString payload)
    {
        try
        {
            return ChaincodeID.Parser.ParseFrom(payload).Name;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private async Task ReceiveAsync()
    {
        var reason = "The service closed it.";
        try
        {
            while (await incoming.MoveNextAsync())
                Dispatch(incoming.Current);
        }
#pragma warning disable CA1031 // However the stream ends, the transactions on it must be told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            reason = exception.Message;
        }
        ended = true;
        ChaincodeLog.StreamEnded(logger, packageId, reason);
        foreach (var transaction in active.Values)
            transaction.Fail(StreamTerminated());
    }

    private void Dispatch(ChaincodeMessage message)
    {
        if (message.Type == Type.Keepalive)
            return;
        if (!active.TryGetValue(message.Txid, out var transaction) || message.ChannelId != transaction.Invocation.ChannelId)
        {
            // A late word of a transaction that was given up; a request still wants an answer.
            if (message.Type is not (Type.Completed or Type.Error))
                _ = SendAsync(new ChaincodeMessage
                {
                    Type = Type.Error,
                    Payload = ByteString.CopyFromUtf8($"no ledger context for transaction {message.Txid}"),
                    Txid = message.Txid,
                    ChannelId = message.ChannelId,
                });
        }
        else if (message.Type is Type.Completed or Type.Error)
            End(transaction, message);
        else if (!transaction.TryBegin())
            ChaincodeLog.RequestDropped(logger, packageId, message.Txid);
        else if (message.Type == Type.InvokeChaincode)
            transaction.BeginCall(message, SendAsync);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static job => job.Self.Serve(job.transaction, job.message), (Self: this, transaction, message), preferLocal: false);
    }

    private void Serve(ActiveTransaction transaction, ChaincodeMessage message)
    {
        try
        {
            if (transaction.Answer(message) is { } answer)
                _ = SendAsync(answer);
        }
#pragma warning disable CA1031 // A fault of the store under one request must not take the process down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ChaincodeLog.RequestFailed(logger, transaction.Invocation.TransactionId, exception);
            transaction.Fail(new ChaincodeException("The ledger cannot be read.", exception));
        }
    }

    private static void End(ActiveTransaction transaction, ChaincodeMessage message)
    {
        if (message.Type == Type.Error)
        {
            transaction.Fail(new ChaincodeException($"transaction returned with failure: {message.Payload.ToStringUtf8()}"));
            return;
        }
        try
        {
            transaction.Complete(new ChaincodeOutcome(Response.Parser.ParseFrom(message.Payload), message.ChaincodeEvent));
        }
        catch (InvalidProtocolBufferException)
        {
            transaction.Fail(new ChaincodeException("The chaincode's response cannot be read."));
        }
    }

    // A failed send ends the stream, and the receiving loop tells everyone.
    private async Task SendAsync(ChaincodeMessage message)
    {
        try
        {
            await call.WriteAsync(message);
        }
        catch (Exception exception) when (exception is GrpcException or OperationCanceledException or ObjectDisposedException)
        {
            ChaincodeLog.StreamEnded(logger, packageId, exception.Message);
        }
    }

    private static ChaincodeException StreamTerminated() => new("chaincode stream terminated");
}
