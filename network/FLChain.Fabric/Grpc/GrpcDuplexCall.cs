using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>
/// A call with a stream in both directions. Several callers may write at once; one reads. How the call ended is told by
/// <see cref="ReadAllAsync"/>, so keep reading even where only writing matters.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class GrpcDuplexCall<TRequest, TResponse> : IGrpcStreamWriter<TRequest>, IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly GrpcClientCall<TRequest, TResponse> _call;
    private readonly GrpcDuplexContent _content;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _completed;

    internal GrpcDuplexCall(GrpcClientCall<TRequest, TResponse> call, GrpcDuplexContent content)
    {
        _call = call;
        _content = content;
        _ = AbandonWhenNotSentAsync();
    }

    /// <summary>Sends one message. The first one may wait for the connection. <paramref name="cancellationToken"/> ends only the waiting for one's turn: a message begun is sent whole.</summary>
    /// <exception cref="GrpcException">The call is over or cannot be made.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync"/> was called before.</exception>
    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_completed)
                throw new InvalidOperationException("The requests were completed before.");
            await SendAsync(message).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the requests; responses go on. A second call does nothing.</summary>
    public async Task CompleteAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _completed = true;
        _turn.Release();
        _content.Complete();
    }

    /// <summary>Yields the responses until the server ends the call. Once only; cancelling it ends the call.</summary>
    /// <exception cref="GrpcException">The call ended with a status other than OK.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            while (await _call.ReadAsync(cancellationToken).ConfigureAwait(false) is { } response)
                yield return response;
        }
        finally
        {
            // The server's status ends the call in both directions.
            _content.Abandon(new GrpcException(GrpcStatusCode.Cancelled, "The call has ended."));
        }
    }

    /// <summary>Gives the call up if it is still under way.</summary>
    public ValueTask DisposeAsync()
    {
        _content.Abandon(new GrpcException(GrpcStatusCode.Cancelled, "The call was disposed."));
        _call.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(TRequest message)
    {
        var frame = GrpcFrame.Rent(message);
        try
        {
            var stream = await _content.Stream.ConfigureAwait(false);
            await stream.WriteAsync(frame, _call.Lifetime).ConfigureAwait(false);
            await stream.FlushAsync(_call.Lifetime).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not GrpcException)
        {
            throw _call.Translate(exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame.Array!);
        }
    }

    private async Task AbandonWhenNotSentAsync()
    {
        try
        {
            await _call.Response.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Handed on, in the form that a writer is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _content.Abandon(exception);
        }
    }
}
