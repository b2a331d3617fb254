using System.Threading.Channels;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>
/// What a stream has still to write. Reading the stream never waits for writing it, or two sides that both write would
/// wait for each other; the number of messages is bounded instead.
/// </summary>
internal sealed class Outbox(int capacity)
{
    private readonly Channel<(ChaincodeMessage Message, TaskCompletionSource? Written)> _messages =
        Channel.CreateBounded<(ChaincodeMessage, TaskCompletionSource?)>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _keepAliveQueued;

    /// <summary>Queues a message; false when the peer has let <c>capacity</c> messages pile up.</summary>
    public bool TryPost(ChaincodeMessage message)
    {
        // One answer is enough however often a peer asks.
        if (message.Type == MessageType.Keepalive && Interlocked.Exchange(ref _keepAliveQueued, 1) == 1)
        {
            return true;
        }

        return _messages.Writer.TryWrite((message, null));
    }

    /// <summary>Queues a message and waits until it is written, or cannot be any more.</summary>
    public async Task SendAsync(ChaincodeMessage message, CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _messages.Writer.WriteAsync((message, written), cancellationToken);
        await written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>No more messages: <see cref="PumpAsync"/> ends when the queued ones are written.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Writes what is queued, in order, until <see cref="Complete"/>.</summary>
    public async Task PumpAsync(IGrpcStreamWriter<ChaincodeMessage> writer, CancellationToken cancellationToken)
    {
        await foreach ((ChaincodeMessage message, TaskCompletionSource? written) in _messages.Reader.ReadAllAsync(cancellationToken))
        {
            if (message.Type == MessageType.Keepalive)
            {
                Volatile.Write(ref _keepAliveQueued, 0);
            }

            await writer.WriteAsync(message, cancellationToken);
            written?.TrySetResult();
        }
    }
}
