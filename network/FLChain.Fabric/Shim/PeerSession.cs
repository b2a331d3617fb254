using System.Collections.Concurrent;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Telemetry;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>
/// One peer's stream: registration, then transactions side by side. What a peer sends can end its transactions and its
/// stream, never the process.
/// </summary>
internal sealed class PeerSession : IDisposable
{
    // Per transaction one outstanding request and one answer; the rest is registration, keep-alive and refusals.
    private const int SpareMessages = 64;
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly string _peer;
    private readonly ChaincodeServerOptions _options;
    private readonly TransactionRunner _runner;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<TransactionKey, StateRequests> _transactions = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private readonly Lock _starting = new();
    private SessionState _state = SessionState.Created;
    private long _lastTask;
    private long _acceptedBytes;
    private volatile bool _draining;

    public PeerSession(string peer, ChaincodeServerOptions options, TransactionRunner runner, ILogger logger)
    {
        _peer = peer;
        _options = options;
        _runner = runner;
        _logger = logger;
        _slots = new SemaphoreSlim(options.MaxConcurrentTransactions);
        _outbox = new Outbox(checked((2 * (options.MaxConcurrentTransactions + options.MaxWaitingTransactions)) + SpareMessages));
    }

    private enum SessionState
    {
        Created,
        Registered,
        Ready,
    }

    /// <summary>Whether the peer has registered the chaincode and may send transactions.</summary>
    public bool IsReady => _state == SessionState.Ready;

    /// <summary>Transactions that run or wait.</summary>
    public int Running => _running.Count;

    private int MostAccepted => checked(_options.MaxConcurrentTransactions + _options.MaxWaitingTransactions);

    /// <summary>Talks with the peer until one side ends the stream.</summary>
    /// <param name="incoming">What the peer sends.</param>
    /// <param name="writer">Where the answers go.</param>
    /// <param name="abort">Cuts the connection of a peer that does not read.</param>
    /// <param name="callEnded">Cancelled when the connection is lost.</param>
    /// <exception cref="GrpcException">The peer broke the protocol; the status goes back to it.</exception>
    public async Task RunAsync(
        IAsyncEnumerable<ChaincodeMessage> incoming, IGrpcStreamWriter<ChaincodeMessage> writer, Action abort, CancellationToken callEnded)
    {
        using CancellationTokenRegistration whenCallEnds = callEnded.Register(_ended.Cancel);
        Task pump = PumpAsync(writer, callEnded);
        ShimLog.PeerConnected(_logger, _peer);
        try
        {
            Post(new ChaincodeMessage { Type = MessageType.Register, Payload = new ChaincodeID { Name = _options.PackageId }.ToByteString() });
            await foreach (ChaincodeMessage message in incoming.WithCancellation(_ended.Token))
            {
                await HandleAsync(message);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && IsOver(callEnded))
        {
            // The peer has gone or the service stops: both are an end, not a fault.
        }
        catch (ProtocolViolationException violation)
        {
            ShimLog.ProtocolViolated(_logger, _peer, violation.Message);
            throw new GrpcException(GrpcStatusCode.FailedPrecondition, violation.Message);
        }
        catch (GrpcException exception)
        {
            ShimLog.ProtocolViolated(_logger, _peer, exception.Message);
            throw;
        }
        finally
        {
            await CloseAsync(pump, abort);
        }
    }

    /// <summary>Takes no more transactions, waits for those that run, at most <paramref name="grace"/>, and ends the stream.</summary>
    public async Task DrainAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        Task started;
        lock (_starting)
        {
            _draining = true;
            started = Task.WhenAll(_running.Values);
        }

        try
        {
            await started.WaitAsync(grace, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            ShimLog.GraceExceeded(_logger, _running.Count, _peer);
        }

        await EndAsync();
    }

    public void Dispose()
    {
        _ended.Dispose();
        _slots.Dispose();
    }

    private async Task EndAsync()
    {
        try
        {
            await _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The peer ended the stream first.
        }
    }

    private bool IsOver(CancellationToken callEnded) => _ended.IsCancellationRequested || callEnded.IsCancellationRequested;

    private async Task CloseAsync(Task pump, Action abort)
    {
        ShimLog.PeerGone(_logger, _peer, _running.Count);
        if (_state == SessionState.Ready)
        {
            FabricTelemetry.ChaincodePeers.Add(-1);
        }

        await _ended.CancelAsync();
        await Task.WhenAll(_running.Values);
        _outbox.Complete();
        try
        {
            await pump.WaitAsync(FlushTimeout);
        }
        catch (TimeoutException)
        {
            abort();
            await pump;
        }
    }

    private async Task PumpAsync(IGrpcStreamWriter<ChaincodeMessage> writer, CancellationToken cancellationToken)
    {
        try
        {
            await _outbox.PumpAsync(writer, cancellationToken);
        }
#pragma warning disable CA1031 // A stream that cannot be written is over, whatever the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ShimLog.WriteFailed(_logger, _peer, exception);
            await EndAsync();
        }
    }

    private void Post(ChaincodeMessage message)
    {
        // Not an error of the transaction that happened to send: the stream as a whole is stuck.
        if (!_outbox.TryPost(message) && !_ended.IsCancellationRequested)
        {
            ShimLog.ProtocolViolated(_logger, _peer, "the peer does not read what it is sent");
            _ended.Cancel();
        }
    }

    private async ValueTask HandleAsync(ChaincodeMessage message)
    {
        if (message.Type == MessageType.Keepalive)
        {
            Post(message);
            return;
        }

        switch (_state, message.Type)
        {
            case (SessionState.Created, MessageType.Registered):
                _state = SessionState.Registered;
                break;
            case (SessionState.Created or SessionState.Registered, MessageType.Error):
                ShimLog.RegistrationRefused(_logger, _peer, ShimLog.Shown(message.Payload.ToStringUtf8()));
                await _ended.CancelAsync();
                break;
            case (SessionState.Registered, MessageType.Ready):
                _state = SessionState.Ready;
                FabricTelemetry.ChaincodePeers.Add(1);
                ShimLog.PeerReady(_logger, _peer);
                break;
            case (SessionState.Ready, MessageType.Response or MessageType.Error):
                Answer(message);
                break;
            case (SessionState.Ready, MessageType.Transaction or MessageType.Init):
                Accept(message);
                break;
            default:
                throw new ProtocolViolationException($"message {message.Type} does not belong into the state {_state}");
        }
    }

    private void Answer(ChaincodeMessage message)
    {
        var key = new TransactionKey(message.ChannelId, message.Txid);
        if (!_transactions.TryGetValue(key, out StateRequests? requests) || !requests.TryAnswer(message))
        {
            ShimLog.AnswerIgnored(_logger, _peer, message.Type.ToString(), ShimLog.Shown(message.Txid));
        }
    }

    private void Accept(ChaincodeMessage message)
    {
        var key = new TransactionKey(message.ChannelId, message.Txid);
        if (_transactions.Count >= MostAccepted)
        {
            Refuse(message, $"{Refusals.Busy}: {MostAccepted} transactions of this peer run or wait");
        }
        else if (Interlocked.Read(ref _acceptedBytes) + message.CalculateSize() > _options.MaxAcceptedBytes)
        {
            Refuse(message, $"{Refusals.Busy}: the transactions of this peer that run or wait leave no room for one of {message.CalculateSize()} bytes");
        }
        else if (!TryStart(message, key))
        {
            Refuse(message, Refusals.Stopping);
        }
    }

    // Under one lock with the beginning of a drain: what is started here is waited for there.
    private bool TryStart(ChaincodeMessage message, TransactionKey key)
    {
        var requests = new StateRequests(key, Post, _options.MaxMessageBytes, _ended.Token);
        lock (_starting)
        {
            if (_draining)
            {
                return false;
            }

            if (!_transactions.TryAdd(key, requests))
            {
                // An answer would end the transaction that is running.
                ShimLog.DuplicateIgnored(_logger, _peer, ShimLog.Shown(message.Txid));
                return true;
            }

            Interlocked.Add(ref _acceptedBytes, message.CalculateSize());
            long id = ++_lastTask;
            Task run = Task.Run(() => RunOneAsync(message, key, requests));
            _running[id] = run;
            _ = run.ContinueWith(_ => _running.TryRemove(id, out Task? _), TaskScheduler.Default);
            return true;
        }
    }

    // Only its own entry: the peer may have started the transaction again.
    private void Forget(ChaincodeMessage message, TransactionKey key, StateRequests requests)
    {
        if (_transactions.TryRemove(KeyValuePair.Create(key, requests)))
        {
            Interlocked.Add(ref _acceptedBytes, -message.CalculateSize());
        }
    }

    private void Refuse(ChaincodeMessage message, string reason)
    {
        FabricTelemetry.ChaincodeRefused.Add(1);
        ShimLog.TransactionRefused(_logger, ShimLog.Shown(message.Txid), reason);
        Post(TransactionRunner.Failed(message, reason));
    }

    private async Task RunOneAsync(ChaincodeMessage message, TransactionKey key, StateRequests requests)
    {
        FabricTelemetry.ChaincodeRunning.Add(1);
        try
        {
            await _slots.WaitAsync(_ended.Token);
            try
            {
                ChaincodeMessage answer = _draining
                    ? TransactionRunner.Failed(message, Refusals.Stopping)
                    : await _runner.RunAsync(message, requests, _peer, _ended.Token);
                // Before the answer leaves: as soon as it has it, the peer may start another transaction, or the same again.
                Forget(message, key, requests);
                await _outbox.SendAsync(answer, _ended.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception) when (_ended.IsCancellationRequested)
        {
            ShimLog.TransactionAbandoned(_logger, ShimLog.Shown(message.Txid));
        }
#pragma warning disable CA1031 // The last line of defence: one transaction's fault stays its own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ShimLog.TransactionFailed(_logger, ShimLog.Shown(message.Txid), exception);
            Post(TransactionRunner.Refused(message, TransactionRunner.UnexpectedFailure));
        }
        finally
        {
            FabricTelemetry.ChaincodeRunning.Add(-1);
            Forget(message, key, requests);
        }
    }
}
