using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>One call on the client: sends the request, reads the responses, and turns every end into a status.</summary>
internal sealed class GrpcClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly GrpcMethod<TRequest, TResponse> _method;
    private readonly int _maxReceiveMessageBytes;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _lifetime;
    private PipeReader? _body;
    private GrpcFrameReader? _frames;
    private bool _ended;

    public GrpcClientCall(
        HttpMessageInvoker invoker,
        GrpcChannel channel,
        GrpcMethod<TRequest, TResponse> method,
        HttpContent content,
        GrpcCallOptions? options,
        CancellationToken cancellationToken)
    {
        _method = method;
        _maxReceiveMessageBytes = channel.Options.MaxReceiveMessageBytes;
        _caller = cancellationToken;
        _lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
        Lifetime = _lifetime.Token;
        if (options?.Deadline is { } deadline && deadline <= TimeSpan.Zero)
            _deadline.Cancel();
        else if (options?.Deadline is { } ahead)
            _deadline.CancelAfter(ahead < GrpcTimeout.Longest ? ahead : GrpcTimeout.Longest);
        Response = SendAsync(invoker, channel, content, options?.Deadline);
    }

    /// <summary>Cancelled when the caller cancels, the deadline passes or the call is disposed.</summary>
    public CancellationToken Lifetime { get; }

    /// <summary>The response, once its headers are there and were found to be gRPC.</summary>
    public Task<HttpResponseMessage> Response { get; }

    /// <summary>The next response message, or null after the server has answered OK. A cancelled read ends the call.</summary>
    public async ValueTask<TResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return null;
        try
        {
            var response = await Response.WaitAsync(cancellationToken).ConfigureAwait(false);
            await OpenBodyAsync(response).ConfigureAwait(false);
            using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _lifetime);
            if (await _frames!.ReadAsync(_method.ResponseParser, Lifetime).ConfigureAwait(false) is { } message)
                return message;
            _ended = true;
            await _body!.CompleteAsync().ConfigureAwait(false);
            ThrowUnlessOk(response);
            return null;
        }
        catch (Exception exception) when (exception is not GrpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Translate(exception);
        }
    }

    /// <summary>The exception that a caller gets for a failure underneath.</summary>
    public Exception Translate(Exception exception)
    {
        if (_caller.IsCancellationRequested)
            return new OperationCanceledException("The call was cancelled.", exception, _caller);
        if (_deadline.IsCancellationRequested)
            return new GrpcException(GrpcStatusCode.DeadlineExceeded, $"{_method.Path}: the deadline has passed.", innerException: exception);
        if (exception is GrpcException)
            return exception;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException protocol)
                return new GrpcException(FromReset(protocol.ErrorCode), $"{_method.Path}: {cause.Message}", innerException: exception);
        }
        var code = exception switch
        {
            HttpRequestException or IOException => GrpcStatusCode.Unavailable,
            OperationCanceledException or ObjectDisposedException => GrpcStatusCode.Cancelled,
            _ => GrpcStatusCode.Unknown,
        };
        return new GrpcException(code, $"{_method.Path}: {exception.GetBaseException().Message}", innerException: exception);
    }

    /// <summary>Ends the call; one still under way is reset. The body's buffers are left alone: a read may still be in them.</summary>
    public void Dispose()
    {
        _lifetime.Cancel();
        _ = DisposeResponseAsync();
        _lifetime.Dispose();
        _deadline.Dispose();
    }

    private async Task DisposeResponseAsync()
    {
        try
        {
            (await Response.ConfigureAwait(false)).Dispose();
        }
#pragma warning disable CA1031 // Whoever used the call was told; here it is only let go.
        catch (Exception)
#pragma warning restore CA1031
        {
            // nothing to dispose
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker, GrpcChannel channel, HttpContent content, TimeSpan? deadline)
    {
        HttpResponseMessage? response = null;
        try
        {
            using var request = CreateRequest(channel, content, deadline);
            response = await invoker.SendAsync(request, Lifetime).ConfigureAwait(false);
            ThrowUnlessGrpc(response);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            throw Translate(exception);
        }
    }

    private HttpRequestMessage CreateRequest(GrpcChannel channel, HttpContent content, TimeSpan? deadline)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(channel.Address, _method.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.Host = channel.Options.OverrideAuthority;
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("user-agent", "flchain-fabric");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        if (deadline is { } limit)
            request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Format(limit));
        return request;
    }

    private async ValueTask OpenBodyAsync(HttpResponseMessage response)
    {
        if (_frames is not null)
            return;
        var stream = await response.Content.ReadAsStreamAsync(Lifetime).ConfigureAwait(false);
        _body = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        _frames = new GrpcFrameReader(_body, _maxReceiveMessageBytes);
    }

    private void ThrowUnlessGrpc(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            if (Header(response, "grpc-status") is not null)
                ThrowUnlessOk(response);
            throw new GrpcException(FromHttp(response.StatusCode), $"{_method.Path}: HTTP status {(int)response.StatusCode}.");
        }
        var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!mediaType.Equals(GrpcServerCall.ContentType, StringComparison.OrdinalIgnoreCase)
            && !mediaType.StartsWith(GrpcServerCall.ContentType + "+", StringComparison.OrdinalIgnoreCase))
            throw new GrpcException(GrpcStatusCode.Unknown, $"{_method.Path}: the answer is '{mediaType}', not gRPC.");
    }

    private void ThrowUnlessOk(HttpResponseMessage response)
    {
        var text = Header(response, "grpc-status")
            ?? throw new GrpcException(GrpcStatusCode.Unknown, $"{_method.Path}: the answer ended without a status.");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code > (int)GrpcStatusCode.Unauthenticated)
            code = (int)GrpcStatusCode.Unknown;
        if (code == (int)GrpcStatusCode.Ok)
            return;
        throw new GrpcException(
            (GrpcStatusCode)code,
            GrpcStatusText.DecodeMessage(Header(response, "grpc-message") ?? ""),
            GrpcStatusText.DecodeDetails(Header(response, "grpc-status-details-bin")));
    }

    // In the trailers, or in the headers of a trailers-only answer.
    private static string? Header(HttpResponseMessage response, string name)
        => response.TrailingHeaders.TryGetValues(name, out var trailer) ? trailer.First()
            : response.Headers.TryGetValues(name, out var header) ? header.First()
            : null;

    // HTTP/2 error codes of a reset stream, as the gRPC specification maps them.
    private static GrpcStatusCode FromReset(long errorCode) => errorCode switch
    {
        0x1 => GrpcStatusCode.Unavailable, // PROTOCOL_ERROR: how the runtime calls a connection whose pings stay unanswered
        0x7 => GrpcStatusCode.Unavailable, // REFUSED_STREAM: certainly not handled
        0x8 => GrpcStatusCode.Cancelled, // CANCEL
        0xb => GrpcStatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => GrpcStatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => GrpcStatusCode.Internal,
    };

    private static GrpcStatusCode FromHttp(HttpStatusCode status) => (int)status switch
    {
        400 => GrpcStatusCode.Internal,
        401 => GrpcStatusCode.Unauthenticated,
        403 => GrpcStatusCode.PermissionDenied,
        404 => GrpcStatusCode.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };
}
