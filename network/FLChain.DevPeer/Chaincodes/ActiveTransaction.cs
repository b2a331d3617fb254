using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>A transaction that runs in the chaincode right now. Safe for concurrent use.</summary>
internal sealed class ActiveTransaction(ChaincodeInvocation invocation, StateRequests requests)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<ChaincodeOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool closed;
    private int busy;

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

    public ChaincodeMessage Reply(Type type, ByteString payload) =>
        new() { Type = type, Payload = payload, Txid = invocation.TransactionId, ChannelId = invocation.ChannelId };

    public void Complete(ChaincodeOutcome result) => outcome.TrySetResult(result);

    public void Fail(ChaincodeException exception) => outcome.TrySetException(exception);

    /// <summary>Waits for a state request under way, and lets none begin: the snapshot may go now.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }
}
