using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>A transaction that runs in the chaincode right now. Safe for concurrent use.</summary>
/// <param name="invocation">What is called.</param>
/// <param name="requests">Answers its state requests.</param>
/// <param name="call">Calls another chaincode within the transaction; what it gives is the answer's payload.</param>
internal sealed class ActiveTransaction(
    ChaincodeInvocation invocation, StateRequests requests, Func<ByteString, CancellationToken, Task<ByteString>> call) : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<ChaincodeOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool closed;
    private int busy;
    private Task calling = Task.CompletedTask;

    public ChaincodeInvocation Invocation => invocation;

    public Task<ChaincodeOutcome> Outcome => outcome.Task;

    /// <summary>Takes the one place for a state request; false when one is under way.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref busy, 1, 0) == 0;

    /// <summary>The answer to a state request; null when the transaction is over.</summary>
    public ChaincodeMessage? Answer(ChaincodeMessage request)
    {
        try
        {
            lock (gate)
                return closed ? null : Reply(Type.Response, requests.Answer(request.Type, request.Payload));
        }
        catch (SimulationException exception)
        {
            return Reply(Type.Error, ByteString.CopyFromUtf8(exception.Message));
        }
        catch (InvalidProtocolBufferException)
        {
            return Reply(Type.Error, ByteString.CopyFromUtf8($"The {request.Type} request cannot be read."));
        }
        finally
        {
            // Before the answer goes out: the next request may follow it at once.
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Calls another chaincode and hands its answer to <paramref name="send"/>. The transaction's one place for a request stays taken until then.</summary>
    public void BeginCall(ChaincodeMessage request, Func<ChaincodeMessage, Task> send)
    {
        lock (gate)
        {
            if (!closed)
                calling = Task.Run(() => CallAsync(request, send));
        }
    }

    public ChaincodeMessage Reply(Type type, ByteString payload) =>
        new() { Type = type, Payload = payload, Txid = invocation.TransactionId, ChannelId = invocation.ChannelId };

    public void Complete(ChaincodeOutcome result) => outcome.TrySetResult(result);

    public void Fail(ChaincodeException exception) => outcome.TrySetException(exception);

    /// <summary>Waits for a state request under way, ends a call of another chaincode, and lets none begin: the snapshot may go now.</summary>
    public async Task CloseAsync()
    {
        lock (gate)
            closed = true;
        await ended.CancelAsync();
        await calling;
    }

    public void Dispose() => ended.Dispose();

    private async Task CallAsync(ChaincodeMessage request, Func<ChaincodeMessage, Task> send)
    {
        ChaincodeMessage answer;
        try
        {
            answer = Reply(Type.Response, await call(request.Payload, ended.Token));
        }
        catch (SimulationException exception)
        {
            answer = Reply(Type.Error, ByteString.CopyFromUtf8(exception.Message));
        }
        catch (OperationCanceledException)
        {
            return; // the transaction is over: nobody waits for an answer
        }
#pragma warning disable CA1031 // A fault under one call must not take the process down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(new ChaincodeException("The called chaincode cannot be run.", exception));
            return;
        }
        Volatile.Write(ref busy, 0);
        await send(answer);
    }
}
