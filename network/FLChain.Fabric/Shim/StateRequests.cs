using FLChain.Fabric.Protos;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>
/// The state requests of one transaction. A peer drops a second request while one is outstanding, so a second is refused
/// here, and one whose caller stopped waiting is awaited before the next is sent.
/// </summary>
/// <param name="key">The transaction.</param>
/// <param name="send">Hands a message to the stream; does not wait for it to be written.</param>
/// <param name="maxMessageBytes">The largest message the peer takes, in bytes.</param>
/// <param name="aborted">Cancelled when no answer can come any more.</param>
internal sealed class StateRequests(TransactionKey key, Action<ChaincodeMessage> send, int maxMessageBytes, CancellationToken aborted)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<ChaincodeMessage>? _outstanding;
    private bool _busy;
    private bool _ended;

    /// <summary>Sends one request and returns the payload of its answer.</summary>
    /// <exception cref="InvalidOperationException">Another request of this transaction is under way, or the transaction has ended.</exception>
    /// <exception cref="StateRequestException">The request is too large, or the peer refused it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or the peer has gone.</exception>
    public async Task<ByteString> SendAsync(MessageType type, IMessage request, CancellationToken cancellationToken)
    {
        var message = new ChaincodeMessage { Type = type, Txid = key.TransactionId, ChannelId = key.ChannelId, Payload = request.ToByteString() };
        Enter();
        try
        {
            int bytes = message.CalculateSize();
            if (bytes > maxMessageBytes)
            {
                throw new StateRequestException(type.ToString(), $"{type} of {bytes} bytes is larger than a peer takes ({maxMessageBytes} bytes)", string.Empty);
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, cancellationToken);
            await SettleAsync(either.Token);
            var answer = new TaskCompletionSource<ChaincodeMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _outstanding = answer;
            }

            send(message);
            return Open(type, await answer.Task.WaitAsync(either.Token));
        }
        finally
        {
            lock (_gate)
            {
                _busy = false;
            }
        }
    }

    /// <summary>Takes the peer's answer; false when none was awaited.</summary>
    public bool TryAnswer(ChaincodeMessage message)
    {
        TaskCompletionSource<ChaincodeMessage>? outstanding;
        lock (_gate)
        {
            outstanding = _outstanding;
            _outstanding = null;
        }

        return outstanding is not null && outstanding.TrySetResult(message);
    }

    /// <summary>
    /// Closes the transaction for further requests, after the answer to a request that nobody waits for any more.
    /// </summary>
    /// <returns>False when a request was still under way: the contract did not await it, and what it meant to do is not certain.</returns>
    public async Task<bool> EndAsync()
    {
        bool clean;
        lock (_gate)
        {
            _ended = true;
            clean = !_busy;
        }

        await SettleAsync(aborted);
        return clean;
    }

    private static ByteString Open(MessageType type, ChaincodeMessage answer)
    {
        if (answer.Type == MessageType.Error)
        {
            throw new StateRequestException(type.ToString(), $"the peer refused {type}", answer.Payload.ToStringUtf8());
        }

        return answer.Payload;
    }

    private void Enter()
    {
        lock (_gate)
        {
            if (_ended)
            {
                throw new InvalidOperationException("the transaction has ended: its stub cannot be used any more");
            }

            if (_busy)
            {
                throw new InvalidOperationException("another call of this transaction is under way: await each call of the stub before the next");
            }

            _busy = true;
        }
    }

    private Task SettleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _outstanding?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
