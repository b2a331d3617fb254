using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Grpc;

/// <summary>One call on the server: checks the HTTP request, runs the handler under the deadline, answers the status.</summary>
internal static class GrpcServerCall
{
    public const string ContentType = "application/grpc";

    public static async Task RunAsync(HttpContext http, GrpcServerOptions options, Func<GrpcServerContext, GrpcFrameReader, Task> handle)
    {
        if (!Accepts(http))
            return;
        TimeSpan? timeout = null;
        if (http.Request.Headers.TryGetValue("grpc-timeout", out var text))
        {
            if (!GrpcTimeout.TryParse(text.ToString(), out var parsed))
            {
                AnswerStatus(http.Response, new GrpcException(GrpcStatusCode.InvalidArgument, "grpc-timeout cannot be read."));
                return;
            }
            timeout = parsed;
        }
        using var deadline = timeout is { } limit ? new CancellationTokenSource(limit) : new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline.Token);
        var context = new GrpcServerContext(http, DateTimeOffset.UtcNow + timeout, ended.Token);
        var reader = new GrpcFrameReader(http.Request.BodyReader, options.MaxReceiveMessageBytes);
        GrpcException? failure;
        try
        {
            await handle(context, reader).ConfigureAwait(false);
            failure = deadline.IsCancellationRequested ? DeadlineExceeded() : null;
        }
#pragma warning disable CA1031 // A handler may fail in any way; the caller gets a status, the log gets the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = ToStatus(http, exception, deadline.IsCancellationRequested);
        }
        // Nobody is left to read a status after the caller has gone.
        if (!http.RequestAborted.IsCancellationRequested)
            AnswerStatus(http.Response, failure);
    }

    /// <summary>Answers UNIMPLEMENTED to a gRPC call of a method nobody mapped, and 404 to any other request.</summary>
    public static Task AnswerUnknownMethodAsync(HttpContext http)
    {
        if (!IsGrpc(http.Request.ContentType))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (Accepts(http))
            AnswerStatus(http.Response, new GrpcException(GrpcStatusCode.Unimplemented, $"Unknown method {http.Request.Path}."));
        return Task.CompletedTask;
    }

    private static bool Accepts(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        else if (!IsGrpc(http.Request.ContentType))
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (!HttpProtocol.IsHttp2(http.Request.Protocol) || !http.Response.SupportsTrailers())
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        else
        {
            http.Response.ContentType = ContentType;
            http.Response.Headers["grpc-accept-encoding"] = "identity";
            // Bodies are bounded by the message limit, streams have no bound at all.
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
                bodySize.MaxRequestBodySize = null;
            return true;
        }
        return false;
    }

    // "application/grpc" and "application/grpc+proto", but not "application/grpc-web".
    private static bool IsGrpc(string? contentType)
        => contentType is not null
            && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
            && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+' or ' ');

    private static GrpcException DeadlineExceeded() => new(GrpcStatusCode.DeadlineExceeded, "The deadline has passed.");

    private static GrpcException ToStatus(HttpContext http, Exception exception, bool deadlinePassed)
    {
        if (deadlinePassed)
            return DeadlineExceeded();
        switch (exception)
        {
            case GrpcException status:
                return status;
            case OperationCanceledException:
                return new GrpcException(GrpcStatusCode.Cancelled, "The call was cancelled.");
            case BadHttpRequestException or IOException when http.RequestAborted.IsCancellationRequested:
                return new GrpcException(GrpcStatusCode.Cancelled, "The caller has gone.");
            default:
                // The text of an unforeseen exception may hold what the caller must not see.
                if (http.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(typeof(GrpcServerCall).FullName!) is { } logger)
                    GrpcLog.HandlerFailed(logger, http.Request.Path, exception);
                return new GrpcException(GrpcStatusCode.Unknown, "The server failed to handle the call.");
        }
    }

    /// <summary>In the trailers once the response has begun, and before that in the headers of a trailers-only answer.</summary>
    private static void AnswerStatus(HttpResponse response, GrpcException? failure)
    {
        var code = ((int)(failure?.StatusCode ?? GrpcStatusCode.Ok)).ToString(CultureInfo.InvariantCulture);
        Set("grpc-status", code);
        if (failure is null)
            return;
        Set("grpc-message", GrpcStatusText.EncodeMessage(failure.Detail));
        if (GrpcStatusText.EncodeDetails(failure.StatusDetails) is { } details)
            Set("grpc-status-details-bin", details);

        void Set(string name, string value)
        {
            if (response.HasStarted)
                response.AppendTrailer(name, value);
            else
                response.Headers[name] = value;
        }
    }
}
